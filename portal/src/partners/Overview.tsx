import { Paper, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { count, measured, meterName, month } from '../shared/format';
import { Refusal } from '../shared/QueryState';
import { texts } from '../texts';
import { overviewQuery } from './calls';
import type { Kind } from './kinds';

const t = texts.partners.overview;

/** How many are active, and what the caller's branch has used this month, meter by meter. */
export function Overview({ kind }: { kind: Kind }) {
  const overview = useQuery(overviewQuery);
  if (overview.isError) {
    return <Refusal error={overview.error} retry={() => void overview.refetch()} />;
  }
  const data = overview.data;
  if (data === undefined) {
    return (
      <SimpleGrid cols={{ base: 2, md: 4 }} aria-busy="true">
        {[0, 1].map((card) => (
          <Skeleton key={card} height={94} radius="md" />
        ))}
      </SimpleGrid>
    );
  }
  const resellers = kind === 'resellers';
  const total = resellers ? data.resellers : data.distributors;
  const active = resellers ? data.activeResellers : data.activeDistributors;
  return (
    <SimpleGrid component="section" cols={{ base: 2, md: 4 }} aria-label={t.label}>
      <Card
        label={resellers ? t.activeResellers : t.activeDistributors}
        value={count(active)}
        note={t.ofTotal(count(total))}
      />
      {data.meters.map((meter) => (
        <Card
          key={meter.meterId}
          label={t.consumed(meterName(meter.code, meter.displayName))}
          value={measured(meter.quantity, meter.unit)}
          note={t.period(month(data.period))}
        />
      ))}
    </SimpleGrid>
  );
}

function Card({ label, value, note }: { label: string; value: string; note: string }) {
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
    </Paper>
  );
}
