import { Alert, Anchor, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { AccessCheck, AccessQuestion } from '../api/types';
import { texts } from '../texts';
import { QueryState } from './QueryState';

/** What somebody wanted to do, and to what: whatever narrows it down makes the answer exact. */
export type Asked = AccessQuestion;

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
      {({ allowed, rule, code, reason }) => (
        <Stack>
          <Alert color={allowed ? 'green' : 'yellow'} title={allowed ? t.allowed : t.refused}>
            {!allowed && <Text size="sm" fw={600}>{t.rules[rule]}</Text>}
            {reason}
          </Alert>
          {!allowed && (
            <Group gap="xs">
              <Text size="sm">{t.rule}</Text>
              <Code>{rule}</Code>
              {code && (
                <>
                  <Text size="sm">{t.code}</Text>
                  <Code>{code}</Code>
                </>
              )}
            </Group>
          )}
        </Stack>
      )}
    </QueryState>
  );
}
