import { Button, Group, Stack } from '@mantine/core';
import { DownloadIcon } from '@radix-ui/react-icons';
import { lazy, Suspense, useState } from 'react';
import type { Partner } from '../api/types';
import { csvOf } from '../shared/csv';
import { Blank } from '../shared/DataTable';
import { saveText } from '../shared/download';
import { meterName } from '../shared/format';
import { Loading, Refusal } from '../shared/QueryState';
import { texts } from '../texts';
import { useNames } from './names';
import { fileOf, headerOf, resultOf, type Result } from './result';
import { ALL, OTHERS } from './series';
import { firstLines, REST } from './table';
import { UsageFigures } from './UsageFigures';
import { UsageTable } from './UsageTable';
import { useUsage, type Shown } from './useUsage';
import { addressOf, into, searchOf } from './view';
import { windowName } from './words';

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
      result={resultOf(shown, data, new Set(partners.map(({ id }) => id)))}
    />
  );
}

function Found({ shown, result }: { shown: Shown; result: Result }) {
  const { view, range, window, group } = shown;
  const { key, summed, series, total } = result;
  const [limit, setLimit] = useState(key === undefined ? WINDOWS_SHOWN : LINES_SHOWN);
  const lines = firstLines(result.lines, limit, summed && key !== undefined);
  const ids = new Set([...lines.map(({ id }) => id), ...series.groups]);
  const { nameOf, pending } = useNames(group, [...ids]);
  const meter = meterName(shown.meter.code, shown.meter.displayName);
  const lineName = key === undefined ? (start: string) => windowName(start, window) : nameOf;
  // Of windows the chart shows all.
  const download = () =>
    saveText(
      `${shown.meter.code}-${range.from.slice(0, 10)}.csv`,
      csvOf(fileOf(shown, result, key === undefined ? result.lines : lines, lineName)),
      'text/csv',
    );
  return (
    <Stack aria-busy={pending}>
      <UsageFigures
        total={total}
        unit={shown.meter.unit}
        compare={view.compare}
        range={range}
        earlier={result.earlier}
      />
      <Suspense fallback={<Loading lines={6} />}>
        <UsageChart
          series={series}
          window={window}
          nameOf={(id) => (id === ALL ? meter : nameOf(id))}
          label={t.chart(meter)}
          stacked={summed}
          before={result.seriesBefore}
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
        label={t.table(meter)}
        header={headerOf(shown)}
        meter={meter}
        lines={lines}
        total={total}
        compare={view.compare}
        nameOf={lineName}
        linkOf={
          group === undefined
            ? undefined
            : (id) => ([REST, OTHERS].includes(id) ? undefined : addressOf(into(view, group, id)))
        }
        more={limit < result.lines.length ? () => setLimit(2 * limit) : undefined}
      />
    </Stack>
  );
}
