import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { RatedPart, StatementLine } from '../api/types';
import { dayBefore } from '../plans/dates';
import { partName } from '../plans/parts';
import { rateName } from '../plans/rates';
import { count, day, measured, money, month, price, quantity } from '../shared/format';
import { Section } from '../shared/Section';
import { shortId } from '../shared/ShortId';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import {
  discountOf,
  hasNoQuantity,
  isCommission,
  isOfNote,
  partsOf,
  unitPriceOf,
  type LineSection,
} from './lines';

const t = texts.statements;

/** More than this many lines are shown when they are asked for. */
const LINES_SHOWN = 200;

interface StatementLinesProps {
  section: LineSection;
  /** What is done to take something off a line; absent where that cannot be. */
  reduce?: (line: StatementLine) => (() => void) | undefined;
}

/** The lines of one section, each as quantity × unit price − discount = amount. */
export function StatementLines({ section, reduce }: StatementLinesProps) {
  const [all, setAll] = useState(false);
  const title = t.sections[section.name];
  const lines = all ? section.lines : section.lines.slice(0, LINES_SHOWN);
  const hidden = section.lines.length - lines.length;
  return (
    <Section title={title} hint={t.sectionHints[section.name]}>
      <WideTable label={title} minWidth={680}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {/* The columns of all sections stand below each other. */}
            <Table.Th role="columnheader" w="36%">
              {t.what}
            </Table.Th>
            {[texts.orders.quantity, t.unitPrice, t.discount, texts.orders.amount].map((header) => (
              <Table.Th key={header} role="columnheader" ta="right" w="16%">
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {lines.map((line, index) => (
            <LineRows
              key={`${line.period} ${line.key} ${index}`}
              line={line}
              reduce={reduce?.(line)}
            />
          ))}
        </Table.Tbody>
        <Table.Tfoot role="rowgroup">
          {section.totals.map((total) => (
            <Table.Tr key={total.currency} role="row">
              <Table.Th role="cell" colSpan={4}>
                {t.sum}
              </Table.Th>
              <Table.Th role="cell" ta="right" className="nowrap">
                {money(total)}
              </Table.Th>
            </Table.Tr>
          ))}
        </Table.Tfoot>
      </WideTable>
      {hidden > 0 && (
        <Group>
          <Text size="sm">{t.hidden(count(hidden))}</Text>
          <Button size="xs" variant="default" onClick={() => setAll(true)} className="no-print">
            {t.showAll}
          </Button>
        </Group>
      )}
    </Section>
  );
}

interface LineRowsProps {
  line: StatementLine;
  reduce: (() => void) | undefined;
}

function LineRows({ line, reduce }: LineRowsProps) {
  const off = discountOf(line);
  const unit = unitPriceOf(line);
  const parts = partsOf(line);
  return (
    <>
      <Table.Tr role="row">
        <Table.Td role="cell" className="block">
          <What line={line} />
          {reduce && (
            <Button
              size="compact-xs"
              variant="subtle"
              className="no-print"
              aria-label={`${texts.credits.notes.make}: ${line.description}`}
              onClick={reduce}
            >
              {texts.credits.notes.make}
            </Button>
          )}
        </Table.Td>
        <Table.Td role="cell" data-label={texts.orders.quantity} ta="right" className="nowrap">
          {hasNoQuantity(line) ? '' : measured(line.quantity, line.unit)}
        </Table.Td>
        <Table.Td role="cell" data-label={t.unitPrice} ta="right" className="nowrap">
          {unit === undefined ? '' : t.times(price(unit, line.amount.currency))}
        </Table.Td>
        <Table.Td role="cell" data-label={t.discount} ta="right" className="nowrap">
          {off && t.less(money(off), line.discountPercent)}
        </Table.Td>
        <Table.Td role="cell" data-label={texts.orders.amount} ta="right" className="nowrap">
          {line.kind === 'unrated' ? t.notRated : money(line.amount)}
        </Table.Td>
      </Table.Tr>
      {parts.map((part, index) => (
        <PartRow
          key={index}
          part={part}
          name={partName(
            parts.map(({ kind }) => kind),
            index,
          )}
        />
      ))}
    </>
  );
}

/** A part of what usage costs, below its line. */
function PartRow({ part, name }: { part: RatedPart; name: string }) {
  return (
    <Table.Tr role="row" className="part">
      <Table.Td role="cell" className="block">
        {name}
      </Table.Td>
      <Table.Td role="cell" data-label={texts.orders.quantity} ta="right" className="nowrap">
        {quantity(part.quantity)}
      </Table.Td>
      <Table.Td role="cell" data-label={t.unitPrice} ta="right" className="nowrap">
        {t.times(price(part.unitPrice, part.amount.currency))}
      </Table.Td>
      <Table.Td role="cell" />
      <Table.Td role="cell" data-label={texts.orders.amount} ta="right" className="nowrap">
        {money(part.amount)}
      </Table.Td>
    </Table.Tr>
  );
}

/** What a line is about, in the words that people know it by. */
function What({ line }: { line: StatementLine }) {
  const { kind, orderId, meter, meterName, dimensions, period, productName, policyName } = line;
  const sold = [productName, policyName].filter((name) => name !== undefined).join(', ');
  const about =
    meter === undefined ? undefined : (
      <Text size="sm" fw={600}>
        {rateName(meter, dimensions, meterName)}
      </Text>
    );
  return (
    <>
      {orderId === undefined ? (
        (about ?? <Text size="sm">{line.description}</Text>)
      ) : (
        <Anchor component={Link} to={`/orders/${orderId}`} size="sm" fw={600} className="wrap">
          {t.order(line.reference ?? texts.states.number(shortId(orderId)))}
        </Anchor>
      )}
      {sold !== '' && <Text size="sm">{sold}</Text>}
      {line.days !== undefined && meter !== undefined && (
        <Text size="sm">{t.days(day(line.days.from), day(dayBefore(line.days.to)))}</Text>
      )}
      {kind === 'adjustment' && (
        <Text size="xs" c="dimmed">
          {isCommission(line) ? t.commissionCorrectionOf(month(period)) : t.correctionOf(month(period))}
        </Text>
      )}
      {isOfNote(line) && (
        <Text size="xs" c="dimmed">
          {isCommission(line) ? t.commissionOfNote(month(period)) : t.noteOf(month(period))}
        </Text>
      )}
      {kind === 'unrated' && (
        <Text size="xs" c="var(--mantine-color-error)">
          {line.description}
        </Text>
      )}
    </>
  );
}
