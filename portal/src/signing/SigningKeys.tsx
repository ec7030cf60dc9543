import {
  ActionIcon,
  Badge,
  Button,
  Code,
  CopyButton,
  Group,
  Modal,
  Table,
  Text,
  Tooltip,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { SigningKey } from '../api/types';
import { useMe } from '../session/session';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { hexOf, signingKeysQuery } from './calls';
import { Rotate } from './Rotate';

const t = texts.signingKeys;

/** The public keys that products verify licenses with; the operator makes a new one. */
export default function SigningKeys() {
  const keys = useQuery(signingKeysQuery);
  const [opened, { open, close }] = useDisclosure();
  const operator = useMe().account.role === 'operator';
  return (
    <Page
      title={t.title}
      hint={t.hint}
      actions={operator && <Button onClick={open}>{t.rotate}</Button>}
    >
      <Section title={t.keys} hint={t.keysHint}>
        <QueryState query={keys}>{(found) => <Keys keys={found} />}</QueryState>
        <Text size="sm" c="dimmed">
          {t.published} <Code>/.well-known/keyway-keys</Code>
        </Text>
      </Section>
      <Modal opened={opened} onClose={close} title={t.rotateTitle}>
        <Rotate close={close} />
      </Modal>
    </Page>
  );
}

function Keys({ keys }: { keys: SigningKey[] }) {
  return (
    <WideTable label={t.keys} minWidth={620}>
      <Table.Thead role="rowgroup">
        <Table.Tr role="row">
          <Table.Th role="columnheader">{t.kid}</Table.Th>
          <Table.Th role="columnheader">{t.publicKey}</Table.Th>
          <Table.Th role="columnheader">{t.use}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">
        {keys.map((key, index) => (
          <Table.Tr key={key.kid} role="row">
            <Table.Td role="cell" data-label={t.kid}>
              <Code>{key.kid}</Code>
            </Table.Td>
            <Table.Td role="cell" className="block" data-label={t.publicKey}>
              <PublicKey kid={key.kid} hex={hexOf(key.x)} />
            </Table.Td>
            <Table.Td role="cell" data-label={t.use}>
              {index === 0 ? (
                <Badge color="green">{t.signs}</Badge>
              ) : (
                <Badge color="gray">{t.verifies}</Badge>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function PublicKey({ kid, hex }: { kid: string; hex: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="xs" className="key">
        {hex}
      </Text>
      <CopyButton value={hex}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? texts.actions.copied : t.copy}>
            <ActionIcon
              variant="subtle"
              color={copied ? 'green' : 'gray'}
              onClick={copy}
              aria-label={copied ? texts.actions.copied : `${t.copy}: ${kid}`}
            >
              {copied ? <CheckIcon /> : <CopyIcon />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
