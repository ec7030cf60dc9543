// The lines of a statement as they are shown: in sections, each line with what it is made of.
import type { Money, RatedPart, Statement, StatementLine } from '../api/types';

export const SECTIONS = [
  'fees',
  'orders',
  'usage',
  'commission',
  'corrections',
  'notes',
  'prepaid',
  'credits',
] as const;
export type SectionName = (typeof SECTIONS)[number];

const sections: Record<StatementLine['kind'], SectionName> = {
  fee: 'fees',
  order: 'orders',
  usage: 'usage',
  unrated: 'usage',
  commission: 'commission',
  adjustment: 'corrections',
  credit_note: 'notes',
  prepaid: 'prepaid',
  credit: 'credits',
};

/** What a credit note reverses of a commission stands with the note. */
function sectionOf(line: StatementLine): SectionName {
  return isOfNote(line) ? 'notes' : sections[line.kind];
}

export function isOfNote({ key }: StatementLine): boolean {
  return /^(commission:)?credit_note:/.test(key);
}

export interface LineSection {
  name: SectionName;
  lines: StatementLine[];
  /** One for each currency. */
  totals: Money[];
}

/** Only those that have lines, always in the same order. */
export function sectionsOf(lines: StatementLine[]): LineSection[] {
  return SECTIONS.map((name) => {
    const own = lines.filter((line) => sectionOf(line) === name);
    return { name, lines: own, totals: sum(own.map(({ amount }) => amount)) };
  }).filter((section) => section.lines.length > 0);
}

/** One amount for each currency, in the order in which they come. */
export function sum(amounts: Money[]): Money[] {
  const totals = new Map<string, number>();
  for (const { amount, currency } of amounts) {
    totals.set(currency, (totals.get(currency) ?? 0) + amount);
  }
  return [...totals].map(([currency, amount]) => ({ amount, currency }));
}

/** What is owed, one amount for each currency; the payer's own currency first. */
export function totalsOf({ total, otherTotals = [] }: Statement): Money[] {
  return [total, ...otherTotals];
}

/**
 * The parts that a line is followed by. A single price for every unit stands in the line itself.
 */
export function partsOf({ parts = [] }: StatementLine): RatedPart[] {
  return parts.length === 1 && parts[0]!.kind === 'units' ? [] : parts;
}

/**
 * The price that the quantity is multiplied with; absent where the parts say it, and of a
 * correction: it is the difference of two amounts.
 */
export function unitPriceOf(line: StatementLine): string | undefined {
  return partsOf(line).length > 0 || line.kind === 'adjustment' ? undefined : line.unitPrice;
}

/** What is paid or taken off in one sum has no quantity. */
export function hasNoQuantity(line: StatementLine): boolean {
  return isCommission(line) || line.kind === 'credit' || line.kind === 'credit_note';
}

/** What is earned on another line, and a correction of that. */
export function isCommission({ key }: StatementLine): boolean {
  return key.startsWith('commission:');
}

/** Nothing that is taken off is not shown. */
export function discountOf({ discount }: StatementLine): Money | undefined {
  return discount === undefined || discount.amount === 0 ? undefined : discount;
}
