import { Alert, Anchor, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { AccessCheck } from '../api/types';
import { texts } from '../texts';
import { QueryState } from './QueryState';

/** What somebody wanted to do, and to what. */
export interface Asked {
  action: 'see' | 'issue' | 'order' | 'grant' | 'manage_partner' | 'manage_customer';
  /** Id of a partner, customer, product or policy. */
  resource?: string;
  /** The partner in whose place it is asked; absent for oneself. */
  partnerId?: string;
}

const t = texts.whyNot;

/** "Why can't I?": asks for the first rule that stands in the way. */
export function WhyNot({ asked }: { asked: Asked }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Anchor
        component="button"
        type="button"
        size="sm"
        c="inherit"
        underline="always"
        onClick={open}
      >
        {t.link}
      </Anchor>
      <Modal opened={opened} onClose={close} title={t.title}>
        {opened && <Explanation asked={asked} />}
      </Modal>
    </>
  );
}

export function Explanation({ asked }: { asked: Asked }) {
  const check = useQuery({
    queryKey: ['access-check', asked],
    queryFn: () =>
      answer<AccessCheck>(api.GET('/api/v1/access-check', { params: { query: asked } })),
    // The answer is about now.
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <QueryState query={check}>
      {({ allowed, rule, reason }) => (
        <Stack>
          <Alert color={allowed ? 'green' : 'yellow'} title={allowed ? t.allowed : t.refused}>
            {reason}
          </Alert>
          {!allowed && (
            <Group gap="xs">
              <Text size="sm">{t.rule}</Text>
              <Code>{rule}</Code>
            </Group>
          )}
        </Stack>
      )}
    </QueryState>
  );
}
