import { SimpleGrid, Text } from '@mantine/core';
import { measured } from '../shared/format';
import { texts } from '../texts';
import type { Range } from './range';
import type { UsageLine } from './table';
import { changeOf } from './totals';
import { changeName, rangeName } from './words';

const t = texts.usage;

interface UsageFiguresProps {
  total: UsageLine;
  unit: string | undefined;
  compare: boolean;
  range: Range;
  earlier: Range;
}

/** The whole, and how much more or less it is than before. */
export function UsageFigures({ total, unit, compare, range, earlier }: UsageFiguresProps) {
  const change = changeOf(total.quantity, total.before);
  const amount = (text: string | undefined) =>
    text === undefined ? texts.states.none : measured(text, unit);
  return (
    <SimpleGrid cols={{ base: 1, xs: compare ? 3 : 1 }}>
      <Figure label={t.total} value={amount(total.quantity)} note={rangeName(range)} />
      {compare && (
        <>
          <Figure label={t.before} value={amount(total.before)} note={rangeName(earlier)} />
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
