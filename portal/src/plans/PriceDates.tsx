import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Plan } from '../api/types';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { day, money } from '../shared/format';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { takePricesBack } from './calls';
import { holding } from './dates';
import { Rates } from './PlanTerms';

const t = texts.planDates;
const COLORS = { earlier: 'gray', now: 'green', coming: 'blue' };

/** The prices of a plan by date, newest first; those to come may be taken back. */
export function PriceDates({ plan, manages }: { plan: Plan; manages: boolean }) {
  const queries = useQueryClient();
  const [taken, take] = useState<string>();
  if ((plan.prices ?? []).length < 2) {
    return null;
  }
  return (
    <Section title={t.prices} hint={t.pricesHint}>
      <Stack>
        {holding(plan.prices ?? []).map(([prices, state]) => (
          <div key={prices.from ?? ''}>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                {prices.from === undefined ? t.sinceEver : t.fromDay(day(prices.from))}
              </Text>
              <Badge color={COLORS[state]}>{t.states[state]}</Badge>
              <Text size="sm">{texts.plans.aMonth(money(prices.fee))}</Text>
              {manages && state === 'coming' && (
                <Button size="compact-xs" variant="default" onClick={() => take(prices.from)}>
                  {t.actions.takeBack}
                </Button>
              )}
            </Group>
            <Rates plan={prices} />
          </div>
        ))}
      </Stack>
      {taken !== undefined && (
        <ConfirmDialog
          title={t.actions.takeBack}
          consequences={t.pricesTakenBack(day(taken))}
          submit={t.actions.takeBack}
          send={() => takePricesBack(plan.id, taken)}
          done={() => {
            take(undefined);
            notifications.show({ color: 'green', message: texts.states.saved });
            void queries.invalidateQueries({ queryKey: ['plans'] });
            void queries.invalidateQueries({ queryKey: ['fresh'] });
          }}
          close={() => take(undefined)}
        />
      )}
    </Section>
  );
}
