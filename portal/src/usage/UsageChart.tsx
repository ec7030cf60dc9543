import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { quantity } from '../shared/format';
import { texts } from '../texts';
import type { Window } from './range';
import type { Series } from './series';
import { windowName } from './words';

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

const BEFORE = 'before';

interface UsageChartProps {
  series: Series;
  window: Window;
  nameOf: (id: string) => string;
  /** What it is a chart of, for screen readers. */
  label: string;
  /** Where groups sum to the whole: on top of each other they show it. */
  stacked: boolean;
  /** The whole of the time before, window by window. */
  before?: number[];
}

export default function UsageChart(props: UsageChartProps) {
  const { series, window, nameOf, label, stacked, before } = props;
  const { groups, days } = series;
  const bars = groups.map((id, index) => ({
    name: id,
    label: nameOf(id),
    color: colors[index % colors.length]!,
    ...(stacked ? { stackId: 'now' } : {}),
  }));
  const earlier = { name: BEFORE, label: texts.usage.before, color: 'gray.4', stackId: BEFORE };
  return (
    <BarChart
      h={300}
      data={days.map((one, index) => ({
        ...one,
        ...(before ? { [BEFORE]: before[index] ?? 0 } : {}),
        start: windowName(one.start, window),
      }))}
      dataKey="start"
      series={before ? [...bars, earlier] : bars}
      maxBarWidth={BAR_PX_MAX}
      withLegend={groups.length > 1 || before !== undefined}
      legendProps={{ verticalAlign: 'bottom' }}
      valueFormatter={(value) => quantity(String(value))}
      aria-label={label}
      role="img"
    />
  );
}
