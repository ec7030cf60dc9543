import { Group, Stack, Text } from '@mantine/core';
import type { Money } from '../api/types';
import { money } from '../shared/format';
import { Section } from '../shared/Section';
import { texts } from '../texts';

/** What is owed in all: currencies are never added to each other. */
export function Totals({ totals }: { totals: Money[] }) {
  return (
    <Section title={texts.statements.totals}>
      <Stack gap="xs">
        {totals.map((total) => (
          <Group key={total.currency} justify="space-between">
            <Text>{texts.statements.totalIn(total.currency)}</Text>
            <Text fw={700} fz="lg">
              {money(total)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
