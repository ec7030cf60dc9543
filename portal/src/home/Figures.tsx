import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { answer, api } from '../api/client';
import { isForbidden } from '../api/problem';
import type { Me, Meter, UsageRow } from '../api/types';
import { metersQuery } from '../meters/calls';
import { overviewQuery } from '../partners/calls';
import { may } from '../session/session';
import { count, measured, meterName, quantity } from '../shared/format';
import { Refusal } from '../shared/QueryState';
import { texts } from '../texts';
import { lastDays, months, sinceDays, sinceLastMonth } from './figures';
import { Cards } from './Waiting';

// The charts are the largest part of the portal; they are loaded when one is drawn.
const Trend = lazy(() => import('./Trend'));

const t = texts.home;

/** As many as fit beside each other; the others are on the partner's own page. */
const METERS_MAX = 3;

const CARD_PX = 138;

/** What the branch has used, for those who may see it. */
export function Figures({ me }: { me: Me }) {
  const usage = may(me, 'read_usage');
  const partners = may(me, 'manage_partners');
  const meters = useQuery({ ...metersQuery, enabled: usage });
  const shown = (meters.data ?? []).slice(0, METERS_MAX);
  if (!partners && shown.length === 0) {
    return null;
  }
  return (
    <Stack gap="sm">
      <Title order={2}>{t.figures}</Title>
      <Cards label={t.figures}>
        {partners && <ActiveResellers />}
        {shown.map((meter) => (
          <Consumed key={meter.id} meter={meter} />
        ))}
      </Cards>
    </Stack>
  );
}

function ActiveResellers() {
  const overview = useQuery(overviewQuery);
  if (overview.isError) {
    return <Refusal error={overview.error} retry={() => void overview.refetch()} />;
  }
  if (overview.data === undefined) {
    return <Skeleton height={CARD_PX} radius="md" aria-busy="true" />;
  }
  const { activeResellers, resellers } = overview.data;
  return (
    <Figure
      label={t.activeResellers}
      value={count(activeResellers)}
      note={texts.partners.overview.ofTotal(count(resellers))}
    />
  );
}

function useUsage(meter: string, window: 'day' | 'month', from: string) {
  return useQuery({
    queryKey: ['usage', 'home', meter, window, from],
    queryFn: async () =>
      (
        await answer<{ items: UsageRow[] }>(
          api.GET('/api/v1/usage', {
            params: { query: { meter, window, from, to: new Date().toISOString() } },
          }),
        )
      ).items,
  });
}

function Consumed({ meter }: { meter: Meter }) {
  const now = new Date();
  const byMonth = useUsage(meter.code, 'month', sinceLastMonth(now));
  const byDay = useUsage(meter.code, 'day', sinceDays(now));
  const error = byMonth.error ?? byDay.error;
  if (error !== null) {
    return isForbidden(error) ? null : <Refusal error={error} />;
  }
  if (byMonth.data === undefined || byDay.data === undefined) {
    return <Skeleton height={CARD_PX} radius="md" aria-busy="true" />;
  }
  const { current, last } = months(byMonth.data, now);
  const days = lastDays(byDay.data, now);
  const name = meterName(meter.code, meter.displayName);
  return (
    <Figure label={t.consumed(name)} value={measured(current, meter.unit)} note={t.lastMonth(quantity(last))}>
      {days.some((day) => day !== 0) && (
        <Suspense fallback={<Skeleton height={40} aria-busy="true" />}>
          <Trend days={days} label={t.trend(name)} />
        </Suspense>
      )}
    </Figure>
  );
}

interface FigureProps {
  label: string;
  value: string;
  note: string;
  children?: ReactNode;
}

function Figure({ label, value, note, children }: FigureProps) {
  return (
    <Paper withBorder p="md" className="surface">
      <Text size="sm" c="dimmed" fw={600} className="wrap">
        {label}
      </Text>
      <Text fz={28} fw={700} lh={1.3}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {note}
      </Text>
      {children}
    </Paper>
  );
}
