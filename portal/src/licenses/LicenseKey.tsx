import { ActionIcon, Button, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons';
import type { License } from '../api/types';
import { texts } from '../texts';

const t = texts.licenses;

/** Signed keys begin alike: it is the end that tells them apart. */
function short(key: string): string {
  return key.length <= 28 ? key : `${key.slice(0, 4)}…${key.slice(-12)}`;
}

/** How one license of many is called. */
export function licenseName({ productName, key }: Pick<License, 'productName' | 'key'>): string {
  return t.of(productName, key.slice(-8));
}

/** Enough of a key to know it by, and the whole of it on the clipboard. */
export function ShortKey({ license: { key, productName } }: { license: License }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="xs" ff="monospace" className="nowrap">
        {short(key)}
      </Text>
      <CopyKey value={key} label={`${t.copyKey}: ${productName}`} />
    </Group>
  );
}

export function CopyKey({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? texts.actions.copied : t.copyKey}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'green' : 'gray'}
            onClick={copy}
            aria-label={copied ? texts.actions.copied : label}
          >
            {copied ? <CheckIcon /> : <CopyIcon />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

export function CopyText({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          leftSection={copied ? <CheckIcon /> : <CopyIcon />}
          onClick={copy}
        >
          {copied ? texts.actions.copied : label}
        </Button>
      )}
    </CopyButton>
  );
}
