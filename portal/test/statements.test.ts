import { describe, expect, it } from 'vitest';
import type { Me, Page, Permission, RatedPart, Statement, StatementLine } from '../src/api/types';
import { navigation } from '../src/shell/navigation';
import { fileOf, firstWithItems } from '../src/statements/calls';
import {
  discountOf,
  isCommission,
  partsOf,
  sectionsOf,
  sum,
  totalsOf,
  unitPriceOf,
} from '../src/statements/lines';
import { isMonth, lastMonths, monthChoices, monthsOver } from '../src/statements/months';
import { tabsOf } from '../src/statements/Statements';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const usd = (amount: number) => ({ amount, currency: 'USD' });

function line(kind: StatementLine['kind'], more: Partial<StatementLine> = {}): StatementLine {
  return {
    key: kind,
    kind,
    description: '',
    period: '2026-10',
    quantity: '1',
    amount: eur(100),
    ...more,
  };
}

describe('the lines of a statement', () => {
  it('stand in sections, always in the same order, and those without lines are left out', () => {
    const sections = sectionsOf([
      line('adjustment'),
      line('usage'),
      line('unrated'),
      line('fee'),
      line('commission'),
      line('usage', { amount: eur(50) }),
    ]);
    expect(sections.map(({ name }) => name)).toEqual([
      'fees',
      'usage',
      'commission',
      'corrections',
    ]);
    expect(sections[1]!.lines.map(({ kind }) => kind)).toEqual(['usage', 'unrated', 'usage']);
    expect(sections[1]!.totals).toEqual([eur(250)]);
    expect(sectionsOf([])).toEqual([]);
  });

  it('are summed for each currency alone', () => {
    expect(sum([eur(1), usd(5), eur(-3)])).toEqual([eur(-2), usd(5)]);
    const statement = { total: eur(7), otherTotals: [usd(5)] } as Statement;
    expect(totalsOf(statement)).toEqual([eur(7), usd(5)]);
    expect(totalsOf({ total: eur(7) } as Statement)).toEqual([eur(7)]);
  });

  it('say the unit price themselves, unless their parts do', () => {
    const part = (kind: RatedPart['kind']): RatedPart => ({
      kind,
      quantity: '1',
      unitPrice: '0.02',
      amount: eur(2),
    });
    const simple = line('usage', { unitPrice: '0.02', parts: [part('units')] });
    expect(partsOf(simple)).toEqual([]);
    expect(unitPriceOf(simple)).toBe('0.02');
    const included = line('usage', {
      unitPrice: '0.02',
      parts: [part('included'), part('units')],
    });
    expect(partsOf(included)).toHaveLength(2);
    expect(unitPriceOf(included)).toBeUndefined();
    expect(partsOf(line('usage', { parts: [part('flat')] }))).toHaveLength(1);
    expect(partsOf(line('fee'))).toEqual([]);
  });

  it('say no unit price of a correction: it is the difference of two amounts', () => {
    expect(unitPriceOf(line('adjustment', { unitPrice: '100' }))).toBeUndefined();
  });

  it('have no quantity where something is earned on another line', () => {
    expect(isCommission(line('commission', { key: 'commission:usage:messages' }))).toBe(true);
    expect(isCommission(line('adjustment', { key: 'commission:order:ord_1:l1' }))).toBe(true);
    expect(isCommission(line('usage', { key: 'usage:messages' }))).toBe(false);
  });

  it('show a discount only where there is one', () => {
    expect(discountOf(line('order', { discount: eur(10) }))).toEqual(eur(10));
    expect(discountOf(line('order', { discount: eur(0) }))).toBeUndefined();
    expect(discountOf(line('order'))).toBeUndefined();
  });
});

describe('the months of statements', () => {
  const newYear = new Date('2026-01-15T00:00:00Z');

  it('go back from the running one', () => {
    expect(lastMonths(newYear, 3)).toEqual(['2026-01', '2025-12', '2025-11']);
  });

  it('are closed only when they are over', () => {
    expect(monthsOver(newYear)[0]).toBe('2025-12');
    expect(monthsOver(newYear)).not.toContain('2026-01');
  });

  it('hold one that was linked to', () => {
    expect(monthChoices(['2026-01'], '2020-05').map(({ value }) => value)).toEqual([
      '2026-01',
      '2020-05',
    ]);
    expect(monthChoices(['2026-01'], '2026-01')).toHaveLength(1);
  });

  it.each(['2026-11', '2099-01'])('%s is one', (text) => expect(isMonth(text)).toBe(true));
  it.each(['', '2026', '2026-13', '2026-00', '1999-01', '2026-1'])('%s is none', (text) =>
    expect(isMonth(text)).toBe(false),
  );
});

describe('who sees statements', () => {
  const role = (name: 'operator' | 'customer') =>
    ({ account: { role: name }, permissions: [] }) as unknown as Me;
  const member = (type: 'vendor' | 'distributor' | 'reseller', ...permissions: Permission[]) =>
    ({
      account: { role: 'partner' },
      partner: { id: 'prt_1', type },
      permissions,
    }) as unknown as Me;

  it('sees what it owes beside what it is owed', () => {
    expect(tabsOf(member('vendor'))).toEqual(['owed', 'customers']);
    expect(tabsOf(member('distributor'))).toEqual(['own', 'credits', 'owed', 'customers']);
    expect(tabsOf(member('reseller'))).toEqual(['own', 'credits', 'customers']);
    expect(tabsOf(member('reseller', 'manage_partners'))).toEqual(['own', 'credits', 'owed', 'customers']);
    expect(tabsOf(role('operator'))).toEqual(['owed', 'customers']);
    expect(tabsOf(role('customer'))).toEqual(['own', 'credits']);
  });

  it('needs the permission to find them in the menu', () => {
    const places = (me: Me) => navigation(me).map(({ to }) => to);
    expect(places(member('reseller', 'read_statements'))).toContain('/statements');
    expect(places(member('reseller'))).not.toContain('/statements');
    expect(places(role('operator'))).toContain('/statements');
    expect(places(role('customer'))).toContain('/statements');
  });
});

describe('pages of statements', () => {
  const pages: Record<string, Page<string>> = {
    first: { items: [], next: 'second' },
    second: { items: [], next: 'third' },
    third: { items: ['one'], next: 'fourth' },
  };

  it('without any are passed over', async () => {
    const load = async ({ cursor = 'first' }: { cursor?: string }) => pages[cursor]!;
    expect(await firstWithItems(load, { limit: 25 })).toEqual(pages.third);
  });

  it('end where there are no more, and after so many', async () => {
    expect(await firstWithItems(async () => ({ items: [], next: null }), { limit: 25 })).toEqual({
      items: [],
      next: null,
    });
    let asked = 0;
    await firstWithItems(
      async () => {
        asked++;
        return { items: [], next: 'more' };
      },
      { limit: 25 },
    );
    expect(asked).toBe(21);
  });

  it('are files too', () => {
    expect(fileOf('stm_1', 'pdf')).toBe('/api/v1/statements/stm_1.pdf');
  });
});
