import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PlanPeriod } from '../api/types';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { day } from '../shared/format';
import type { Asked } from '../shared/WhyNot';
import { texts } from '../texts';
import { plansQuery } from './calls';
import { coming, dayBefore, nextMonth, today } from './dates';

const t = texts.planDates;

interface ComingPlanProps {
  /** The plan of today, if any. */
  planId?: string;
  plans?: PlanPeriod[];
  manages: boolean;
  asked?: Asked;
  /** Sends a plan and its first day. */
  send: (change: { planId: string | null; planFrom: string }) => Promise<unknown>;
  done: () => void;
}

type Change = 'end' | 'now' | 'takeBack';

/** Which plan is to come, and how the present one is cancelled. */
export function ComingPlan({ planId, plans, manages, asked, send, done }: ComingPlanProps) {
  const [change, setChange] = useState<Change>();
  const next = coming(plans);
  const changes = {
    end: { planId: null, planFrom: nextMonth() },
    now: { planId: null, planFrom: today() },
    takeBack: { planId: planId ?? null, planFrom: today() },
  };
  const offer = (one: Change) => (
    <Button size="xs" variant="default" onClick={() => setChange(one)}>
      {t.actions[one]}
    </Button>
  );
  return (
    <>
      {next && <Coming period={next} />}
      {manages && (
        <Group gap="xs">
          {planId !== undefined && (
            <>
              {next?.planId === undefined && next?.from === nextMonth() ? null : offer('end')}
              {offer('now')}
            </>
          )}
          {next && offer('takeBack')}
        </Group>
      )}
      {change && (
        <ConfirmDialog
          title={t.actions[change]}
          consequences={t.consequences[change]}
          submit={t.actions[change]}
          asked={asked}
          send={() => send(changes[change])}
          done={() => {
            setChange(undefined);
            notifications.show({ color: 'green', message: texts.states.saved });
            done();
          }}
          close={() => setChange(undefined)}
        />
      )}
    </>
  );
}

function Coming({ period: { from = '', planId } }: { period: PlanPeriod }) {
  const plans = useQuery(plansQuery);
  const name = plans.data?.find(({ id }) => id === planId)?.name ?? t.another;
  return (
    <Text size="sm" fw={600}>
      {planId === undefined ? t.ends(day(dayBefore(from))) : t.changes(day(from), name)}
    </Text>
  );
}
