import { Anchor, Group, Stack, Text, ThemeIcon, VisuallyHidden } from '@mantine/core';
import { CheckIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Me } from '../api/types';
import { may, useMe } from '../session/session';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { firstRunQuery, stepsOf } from './firstRun';

const t = texts.catalog.firstRun;

/** Only a vendor starts with nothing, and only who may do all of it is led through it. */
function starts(me: Me): boolean {
  return (
    me.account.role === 'partner' &&
    me.partner?.type === 'vendor' &&
    may(me, 'manage_catalog') &&
    may(me, 'manage_partners')
  );
}

/** The way from an empty vendor to the first sale; nothing once it is walked. */
export function FirstRun() {
  const me = useMe();
  const found = useQuery({ ...firstRunQuery(me.partner?.id ?? ''), enabled: starts(me) });
  // Only what is read now: an older answer would lead to a step that is done meanwhile.
  const steps = found.isFetchedAfterMount && found.data ? stepsOf(found.data) : [];
  if (steps.every(({ done }) => done)) {
    return null;
  }
  return (
    <Section title={t.title} hint={t.hint}>
      <Stack component="ol" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {steps.map(({ id, done, to }, index) => (
          <Group component="li" key={id} gap="sm" wrap="nowrap" align="flex-start">
            <ThemeIcon
              radius="xl"
              variant="light"
              color={done ? 'green' : 'gray'}
              size={28}
              aria-hidden
            >
              {done ? <CheckIcon /> : index + 1}
            </ThemeIcon>
            <div>
              <Anchor component={Link} to={to} fw={600}>
                {t.steps[id]}
              </Anchor>
              {done && <VisuallyHidden>: {t.done}</VisuallyHidden>}
              <Text size="sm" c="dimmed">
                {t.hints[id]}
              </Text>
            </div>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
