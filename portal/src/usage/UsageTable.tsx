import { Anchor, Button, Table } from '@mantine/core';
import { Link } from 'react-router';
import { quantity } from '../shared/format';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import type { UsageLine } from './table';
import { changeOf } from './totals';
import { changeName } from './words';

const t = texts.usage;

interface UsageTableProps {
  /** What the rows are, for screen readers. */
  label: string;
  header: string;
  meter: string;
  lines: UsageLine[];
  total: UsageLine;
  compare: boolean;
  nameOf: (id: string) => string;
  /** Where a row leads to; nowhere from what cannot be told apart any further. */
  linkOf?: (id: string) => string | undefined;
  /** Shows more lines; absent when all are shown. */
  more?: () => void;
}

export function UsageTable(props: UsageTableProps) {
  const { label, header, meter, lines, total, compare, nameOf, linkOf, more } = props;
  return (
    <>
      <WideTable label={label} minWidth={compare ? 520 : 0} cards={compare}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            <Table.Th role="columnheader">{header}</Table.Th>
            {[meter, ...(compare ? [t.before, t.change] : [])].map((one) => (
              <Table.Th key={one} role="columnheader" ta="right">
                {one}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {lines.map((line) => (
            <Table.Tr key={line.id} role="row">
              <Table.Td role="cell" className="block wrap">
                <Name to={linkOf?.(line.id)} name={nameOf(line.id)} />
              </Table.Td>
              <Quantities line={line} meter={meter} compare={compare} />
            </Table.Tr>
          ))}
          <Table.Tr role="row" fw={600}>
            <Table.Td role="cell" className="block">
              {t.total}
            </Table.Td>
            <Quantities line={total} meter={meter} compare={compare} />
          </Table.Tr>
        </Table.Tbody>
      </WideTable>
      {more && (
        <Button variant="default" size="xs" w="fit-content" onClick={more}>
          {t.more}
        </Button>
      )}
    </>
  );
}

function Name({ to, name }: { to: string | undefined; name: string }) {
  return to === undefined ? (
    name
  ) : (
    <Anchor component={Link} to={to} size="sm" fw={600} className="wrap">
      {name}
    </Anchor>
  );
}

function Quantities({ line, meter, compare }: { line: UsageLine; meter: string; compare: boolean }) {
  const change = changeOf(line.quantity, line.before);
  return (
    <>
      <Table.Td role="cell" data-label={meter} ta="right" className="nowrap">
        {amount(line.quantity)}
      </Table.Td>
      {compare && (
        <>
          <Table.Td role="cell" data-label={t.before} ta="right" className="nowrap">
            {amount(line.before)}
          </Table.Td>
          <Table.Td role="cell" data-label={t.change} ta="right" className="nowrap">
            {change === undefined ? texts.states.none : changeName(change)}
          </Table.Td>
        </>
      )}
    </>
  );
}

function amount(text: string | undefined): string {
  return text === undefined ? texts.states.none : quantity(text);
}
