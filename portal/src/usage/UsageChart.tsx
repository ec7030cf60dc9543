import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Stack, Table, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Customer, Partner, Product, UsageRow } from '../api/types';
import { meterName, quantity, thisPeriod } from '../shared/format';
import { shortId } from '../shared/ShortId';
import { texts } from '../texts';
import { daysOf, OTHERS, seriesOf, type GroupKey } from './usageSeries';
import { WideTable } from '../shared/WideTable';

const t = texts.usage;

/** On the first of a month a single day would fill the whole chart. */
const BAR_PX_MAX = 40;

const colors = [
  'indigo.6',
  'teal.6',
  'orange.6',
  'grape.6',
  'cyan.6',
  'pink.6',
  'lime.7',
  'gray.6',
];

interface UsageChartProps {
  rows: UsageRow[];
  groupBy: 'partner' | 'product' | 'customer';
  meter: string;
}

export default function UsageChart({ rows, groupBy, meter }: UsageChartProps) {
  const { groups, days, totals } = seriesOf(
    rows,
    `${groupBy}Id` satisfies GroupKey,
    daysOf(thisPeriod()),
  );
  const { names, pending } = useNames(groupBy, groups);
  const nameOf = (id: string) => names.get(id) ?? texts.states.number(shortId(id));
  const day = new Intl.DateTimeFormat(navigator.language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return (
    <Stack aria-busy={pending}>
      <BarChart
        h={300}
        data={days.map((one) => ({ ...one, start: day.format(new Date(one.start)) }))}
        dataKey="start"
        // A partner's bar holds those of the partners below it: on top of each other they would lie.
        type={groupBy === 'partner' ? 'default' : 'stacked'}
        series={groups.map((id, index) => ({
          name: id,
          label: nameOf(id),
          color: colors[index % colors.length]!,
        }))}
        maxBarWidth={BAR_PX_MAX}
        withLegend={groups.length > 1}
        legendProps={{ verticalAlign: 'bottom' }}
        valueFormatter={(value) => quantity(String(value))}
        aria-label={t.chart(meterName(meter))}
        role="img"
      />
      {groupBy === 'partner' && groups.length > 1 && (
        <Text size="sm" c="dimmed">
          {t.wholeBranches}
        </Text>
      )}
      <WideTable label={t.table(meterName(meter))} minWidth={0} cards={false} maw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.groups[groupBy]}</Table.Th>
            <Table.Th ta="right">{meterName(meter)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((id) => (
            <Table.Tr key={id}>
              <Table.Td className="wrap">{nameOf(id)}</Table.Td>
              <Table.Td ta="right">{quantity(totals.get(id) ?? '0')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Stack>
  );
}

/** The names behind the ids, as far as they may be read. */
function useNames(groupBy: UsageChartProps['groupBy'], ids: string[]) {
  const results = useQueries({
    queries: ids
      .filter((id) => id !== OTHERS)
      .map((id) => ({
        queryKey: ['name', id],
        queryFn: () => readName(groupBy, id),
        staleTime: 300_000,
        retry: false,
      })),
  });
  const read = results.flatMap(({ data }) => (data === undefined ? [] : [data]));
  return {
    pending: results.some(({ isPending }) => isPending),
    names: new Map<string, string>([[OTHERS, t.others], ...read]),
  };
}

async function readName(
  groupBy: UsageChartProps['groupBy'],
  id: string,
): Promise<[string, string]> {
  const params = { path: { id } };
  switch (groupBy) {
    case 'partner':
      return [id, (await answer<Partner>(api.GET('/api/v1/partners/{id}', { params }))).name];
    case 'product':
      return [id, (await answer<Product>(api.GET('/api/v1/products/{id}', { params }))).name];
    case 'customer': {
      const { firstName, lastName } = await answer<Customer>(
        api.GET('/api/v1/customers/{id}', { params }),
      );
      return [id, `${firstName} ${lastName}`];
    }
  }
}
