import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { DownloadIcon } from '@radix-ui/react-icons';
import { lazy, Suspense, useState } from 'react';
import type { Partner } from '../api/types';
import { csvOf } from '../shared/csv';
import { Blank } from '../shared/DataTable';
import { saveText } from '../shared/download';
import { meterName, quantity } from '../shared/format';
import { Loading, Refusal } from '../shared/QueryState';
import { texts } from '../texts';
import { useNames } from './names';
import { before, startsOf } from './range';
import { ALL, OTHERS, seriesOf } from './series';
import { branchRows, firstLines, groupLines, REST, sheetOf, windowLines, type UsageLine } from './table';
import { changeOf, combined, isSummed } from './totals';
import { UsageTable } from './UsageTable';
import { useUsage, type Shown, type UsageData } from './useUsage';
import { addressOf, into, keyOf, searchOf } from './view';
import { changeName, rangeName, windowName } from './words';

// The charts are the largest part of the portal; they are loaded when one is drawn.
const UsageChart = lazy(() => import('./UsageChart'));

const t = texts.usage;

/** Each line of a group has to be named by a call of its own. */
const LINES_SHOWN = 25;
/** A month by the hour would be a very long page. */
const WINDOWS_SHOWN = 100;

interface UsageResultProps {
  shown: Shown;
  /** Those right below the place. */
  partners: Partner[];
}

/** What was used: in all, over time, and by group. */
export function UsageResult({ shown, partners }: UsageResultProps) {
  const { data, error, retry } = useUsage(shown);
  if (error !== null) {
    return <Refusal error={error} retry={retry} />;
  }
  if (data === undefined) {
    return <Loading lines={6} />;
  }
  const nothing = [data.whole, data.beforeWhole].every((rows) =>
    rows.every((row) => Number(row.quantity) === 0),
  );
  return nothing ? (
    <Blank title={t.nothingThen} hint={t.nothingHint} />
  ) : (
    <Found
      key={`${shown.group} ${searchOf(shown.view)}`}
      shown={shown}
      data={data}
      partners={partners}
    />
  );
}

function Found({ shown, data, partners }: { shown: Shown; data: UsageData; partners: Partner[] }) {
  const { view, range, window, group } = shown;
  const { code, aggregation } = shown.meter;
  const key = keyOf(group);
  const [limit, setLimit] = useState(key === undefined ? WINDOWS_SHOWN : LINES_SHOWN);
  const summed = isSummed(aggregation);
  const earlier = before(view.range, range);
  const starts = startsOf(range, window);
  const startsBefore = startsOf(earlier, window);
  const children = new Set(partners.map(({ id }) => id));
  const own = (rows: UsageData['rows'], whole: UsageData['rows']) =>
    group === 'partner' ? branchRows(rows, summed ? whole : undefined, children) : rows;
  const rows = own(data.rows, data.whole);
  const all: UsageLine[] =
    key === undefined
      ? windowLines(starts, data.whole, startsBefore, data.beforeWhole, summed)
      : groupLines(
          aggregation,
          key,
          own(data.totals, data.wholeTotal),
          own(data.beforeTotals, data.beforeWholeTotal),
        );
  const lines = firstLines(all, limit, summed && key !== undefined);
  const total: UsageLine = {
    id: 'total',
    quantity: combined(aggregation, data.wholeTotal),
    before: combined(aggregation, data.beforeWholeTotal),
  };
  const series = seriesOf(rows, key, { within: starts, summed });
  const { nameOf, pending } = useNames(group, [
    ...new Set([...lines.map(({ id }) => id), ...series.groups]),
  ]);
  const compare = view.compare;
  const name = meterName(code);
  const header = group === undefined ? t.windows[window] : t.groups[group];
  const lineName = key === undefined ? (start: string) => windowName(start, window) : nameOf;
  const quantities = new Map(rows.map((row) => [`${key && row[key]} ${row.start}`, row.quantity]));
  const was = new Map(data.beforeWhole.map((row) => [row.start, Number(row.quantity)]));
  const download = () =>
    saveText(
      `${code}-${range.from.slice(0, 10)}.csv`,
      csvOf(
        sheetOf({
          header,
          meter: name,
          // Of windows the chart shows all.
          lines: key === undefined ? all : lines,
          total,
          compare,
          nameOf: lineName,
          ...(key === undefined
            ? {}
            : { starts, at: (id: string, start: string) => quantities.get(`${id} ${start}`) }),
        }),
      ),
      'text/csv',
    );
  return (
    <Stack aria-busy={pending}>
      <Figures total={total} compare={compare} range={rangeName(range)} earlier={rangeName(earlier)} />
      <Suspense fallback={<Loading lines={6} />}>
        <UsageChart
          series={series}
          window={window}
          nameOf={(id) => (id === ALL ? name : nameOf(id))}
          label={t.chart(name)}
          stacked={summed}
          before={
            compare && (summed || key === undefined)
              ? startsBefore.map((start) => was.get(start) ?? 0)
              : undefined
          }
        />
      </Suspense>
      <Group justify="flex-end">
        <Button
          variant="default"
          size="xs"
          leftSection={<DownloadIcon aria-hidden />}
          disabled={pending}
          onClick={download}
        >
          {t.download}
        </Button>
      </Group>
      <UsageTable
        label={t.table(name)}
        header={header}
        meter={name}
        lines={lines}
        total={total}
        compare={compare}
        nameOf={lineName}
        linkOf={
          group === undefined
            ? undefined
            : (id) => ([REST, OTHERS].includes(id) ? undefined : addressOf(into(view, group, id)))
        }
        more={limit < all.length ? () => setLimit(2 * limit) : undefined}
      />
    </Stack>
  );
}

interface FiguresProps {
  total: UsageLine;
  compare: boolean;
  range: string;
  earlier: string;
}

function Figures({ total, compare, range, earlier }: FiguresProps) {
  const change = changeOf(total.quantity, total.before);
  const amount = (text: string | undefined) =>
    text === undefined ? texts.states.none : quantity(text);
  return (
    <SimpleGrid cols={{ base: 1, xs: compare ? 3 : 1 }}>
      <Figure label={t.total} value={amount(total.quantity)} note={range} />
      {compare && (
        <>
          <Figure label={t.before} value={amount(total.before)} note={earlier} />
          <Figure
            label={t.change}
            value={change === undefined ? texts.states.none : changeName(change)}
            note={t.changeNote}
          />
        </>
      )}
    </SimpleGrid>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed" fw={600}>
        {label}
      </Text>
      <Text fz={28} fw={700} lh={1.3}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {note}
      </Text>
    </div>
  );
}
