import { describe, expect, it } from 'vitest';
import type { UsageRow } from '../src/api/types';
import { addDecimals, compareDecimals, subtractDecimals } from '../src/usage/decimals';
import { byUse } from '../src/usage/meters';
import { before, daysOf, rangeOf, startsOf, windowsFor } from '../src/usage/range';
import { fileOf, resultOf } from '../src/usage/result';
import { ALL, OTHERS, seriesOf } from '../src/usage/series';
import { branchRows, firstLines, groupLines, REST, sheetOf, windowLines } from '../src/usage/table';
import { changeOf, combined } from '../src/usage/totals';
import type { Shown, UsageData } from '../src/usage/useUsage';
import {
  groupOf,
  groupsOf,
  into,
  keyOf,
  placeOf,
  searchOf,
  upTo,
  viewOf,
  type View,
} from '../src/usage/view';
import { changeName } from '../src/usage/words';

const row = (start: string, partnerId: string, quantity: string): UsageRow => ({
  start,
  end: start,
  partnerId,
  quantity,
});

const whole = (start: string, quantity: string): UsageRow => ({ start, end: start, quantity });

const view = (search = ''): View => viewOf(new URLSearchParams(search));

describe('decimals', () => {
  it.each([
    ['0.1', '0.2', '0.3'],
    ['1', '2', '3'],
    ['12345678901234567890.000000001', '0.000000009', '12345678901234567890.00000001'],
    ['-0.5', '0.25', '-0.25'],
    ['0.5', '0.5', '1'],
  ])('%s and %s are %s', (one, other, sum) => {
    expect(addDecimals(one, other)).toBe(sum);
    expect(subtractDecimals(sum, other)).toBe(addDecimals(one, '0'));
  });

  it.each([
    ['1', '2', -1],
    ['0.10', '0.1', 0],
    ['-3', '-4', 1],
    ['0.01', '0', 1],
    ['0', '-0.5', 1],
  ])('%s compared with %s is %d', (one, other, order) => {
    expect(compareDecimals(one, other)).toBe(order);
  });
});

describe('the chart of usage', () => {
  it('has one record per window, the largest group first', () => {
    const series = seriesOf(
      [row('d2', 'a', '1'), row('d1', 'b', '5'), row('d1', 'a', '2')],
      'partnerId',
    );
    expect(series.groups).toEqual(['b', 'a']);
    expect(series.days).toEqual([
      { start: 'd1', a: 2, b: 5 },
      { start: 'd2', a: 1 },
    ]);
    expect(series.totals.get('a')).toBe('3');
  });

  it('draws what does not fit as one group', () => {
    const rows = Array.from({ length: 9 }, (_, i) => row('d1', `p${i}`, String(10 - i)));
    const series = seriesOf(rows, 'partnerId');
    expect(series.groups).toHaveLength(8);
    expect(series.groups.at(-1)).toBe(OTHERS);
    expect(series.totals.get(OTHERS)).toBe('5');
  });

  it('leaves it out where a sum would be wrong', () => {
    const rows = Array.from({ length: 9 }, (_, i) => row('d1', `p${i}`, String(10 - i)));
    const { groups, totals } = seriesOf(rows, 'partnerId', { summed: false });
    expect(groups).toHaveLength(8);
    expect(groups).not.toContain('p8');
    expect(totals.has(OTHERS)).toBe(false);
  });

  it('shows windows in which nothing was used', () => {
    const { days } = seriesOf([row('d2', 'a', '5')], 'partnerId', { within: ['d1', 'd2', 'd3'] });
    expect(days.map(({ a = 0 }) => a)).toEqual([0, 5, 0]);
  });

  it('has one group when nothing is told apart', () => {
    const { groups, days } = seriesOf([whole('d1', '5')], undefined);
    expect(groups).toEqual([ALL]);
    expect(days).toEqual([{ start: 'd1', [ALL]: 5 }]);
  });
});

describe('the time that is looked at', () => {
  const now = new Date('2026-03-31T15:20:00Z');
  const chosen = (range: View['range'], from = '', to = '') => ({ range, from, to });

  it.each([
    ['this-month', '2026-03-01T00:00:00Z', '2026-03-31T16:00:00Z'],
    ['last-month', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
    ['7-days', '2026-03-25T00:00:00Z', '2026-03-31T16:00:00Z'],
    ['30-days', '2026-03-02T00:00:00Z', '2026-03-31T16:00:00Z'],
  ] as const)('%s is from %s to %s', (range, from, to) => {
    expect(rangeOf(chosen(range), now)).toEqual({ from, to });
  });

  it('holds both of one’s own days', () => {
    expect(rangeOf(chosen('own', '2026-01-01', '2026-01-31'), now)).toEqual({
      from: '2026-01-01T00:00:00Z',
      to: '2026-02-01T00:00:00Z',
    });
    expect(rangeOf(chosen('own', '2026-01-01', '2026-01-01'), now)).toBeDefined();
  });

  it.each([
    ['', '2026-01-31'],
    ['2026-02-01', '2026-01-31'],
    ['2026-13-01', '2026-13-02'],
    ['0002-01-01', '2026-01-31'],
  ])('is none from %s to %s', (from, to) => {
    expect(rangeOf(chosen('own', from, to), now)).toBeUndefined();
  });

  it('becomes one’s own dates as it is', () => {
    for (const range of ['last-month', '7-days'] as const) {
      const shown = rangeOf(chosen(range), now)!;
      const { from, to } = daysOf(shown);
      expect(rangeOf(chosen('own', from, to), now)!.from).toBe(shown.from);
    }
    expect(daysOf(rangeOf(chosen('last-month'), now))).toEqual({
      from: '2026-02-01',
      to: '2026-02-28',
    });
    expect(daysOf(undefined)).toEqual({ from: '', to: '' });
  });

  it('is compared with as much right before it, and a month with the month before', () => {
    const of = (range: View['range'], from = '', to = '') =>
      before(range, rangeOf(chosen(range, from, to), now)!);
    // Not beyond the end of February, though March has gone on longer.
    expect(of('this-month')).toEqual({ from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' });
    expect(of('last-month')).toEqual({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' });
    expect(of('7-days')).toEqual({ from: '2026-03-18T00:00:00Z', to: '2026-03-24T16:00:00Z' });
    expect(of('own', '2026-01-11', '2026-01-20')).toEqual({
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-11T00:00:00Z',
    });
    const tenth = rangeOf(chosen('this-month'), new Date('2026-03-10T06:00:00Z'))!;
    expect(before('this-month', tenth).to).toBe('2026-02-10T06:00:00Z');
  });

  it('allows only windows that it is short enough for', () => {
    const own = (from: string, to: string) => windowsFor(rangeOf(chosen('own', from, to), now)!);
    expect(own('2026-01-01', '2026-01-31')).toEqual(['hour', 'day', 'month']);
    expect(own('2026-01-01', '2026-02-01')).toEqual(['day', 'month']);
    expect(own('2025-01-01', '2026-01-02')).toEqual(['month']);
    expect(own('2020-01-01', '2026-01-01')).toEqual([]);
  });

  it('begins its windows where the API does', () => {
    const range = { from: '2026-02-27T00:00:00Z', to: '2026-03-02T06:00:00Z' };
    expect(startsOf(range, 'day')).toEqual([
      '2026-02-27T00:00:00Z',
      '2026-02-28T00:00:00Z',
      '2026-03-01T00:00:00Z',
      '2026-03-02T00:00:00Z',
    ]);
    expect(startsOf(range, 'month')).toEqual(['2026-02-27T00:00:00Z', '2026-03-01T00:00:00Z']);
    expect(startsOf(range, 'hour')).toHaveLength(3 * 24 + 6);
  });
});

describe('totals', () => {
  const rows = [whole('d2', '3'), whole('d1', '5'), whole('d3', '-1.5')];

  it.each([
    ['sum', '6.5'],
    ['count', '6.5'],
    ['max', '5'],
    ['min', '-1.5'],
    ['latest', '-1.5'],
    ['average', undefined],
    ['unique_count', undefined],
  ] as const)('of a meter that takes the %s are %s', (aggregation, total) => {
    expect(combined(aggregation, rows)).toBe(total);
  });

  it('of nothing are zero only where it is summed', () => {
    expect(combined('sum', [])).toBe('0');
    expect(combined('max', [])).toBeUndefined();
    expect(combined('average', [whole('d1', '2')])).toBe('2');
  });

  it('change by a part of what they were', () => {
    expect(changeOf('15', '10')).toBe(0.5);
    expect(changeOf('0', '10')).toBe(-1);
    expect(changeOf('5', '0')).toBeUndefined();
    expect(changeOf('5', undefined)).toBeUndefined();
    expect(changeName(0.5)).toBe('+50%');
    expect(changeName(-0.123)).toBe('-12.3%');
  });
});

describe('usage by partner', () => {
  const rows = [row('d1', 'child', '5'), row('d1', 'grandchild', '4'), row('d1', 'me', '9')];

  it('shows each branch right below once, and what is left', () => {
    expect(branchRows(rows, [whole('d1', '9')], new Set(['child']))).toEqual([
      row('d1', 'child', '5'),
      { ...whole('d1', '4'), partnerId: REST },
    ]);
  });

  it('has nothing left when the branches are all of it', () => {
    expect(branchRows(rows, [whole('d1', '5.0')], new Set(['child']))).toHaveLength(1);
    expect(branchRows(rows, undefined, new Set(['child']))).toHaveLength(1);
  });
});

describe('the table of usage', () => {
  const now = [row('d1', 'a', '1'), row('d2', 'a', '2'), row('d1', 'b', '7')];
  const was = [row('c1', 'b', '14'), row('c1', 'gone', '2')];

  it('has a line for each group of now and before, the largest first', () => {
    expect(groupLines('sum', 'partnerId', now, was)).toEqual([
      { id: 'b', quantity: '7', before: '14' },
      { id: 'a', quantity: '3', before: '0' },
      { id: 'gone', quantity: '0', before: '2' },
    ]);
  });

  it('sums up what it does not show, where that can be summed', () => {
    const lines = groupLines('sum', 'partnerId', now, was);
    expect(firstLines(lines, 1, true)).toEqual([
      lines[0],
      { id: OTHERS, quantity: '3', before: '2' },
    ]);
    expect(firstLines(lines, 1, false)).toEqual([lines[0]]);
    expect(firstLines(lines, 3, true)).toEqual(lines);
  });

  it('has a line for each window when nothing is told apart', () => {
    const lines = windowLines(['d1', 'd2'], [whole('d2', '3')], ['c1'], [whole('c1', '4')], true);
    expect(lines).toEqual([
      { id: 'd1', quantity: '0', before: '4' },
      { id: 'd2', quantity: '3', before: '0' },
    ]);
    expect(windowLines(['d1'], [], [], [], false)[0]!.quantity).toBeUndefined();
  });

  it('is a file with the same rows, and what the chart shows of them', () => {
    const lines = groupLines('sum', 'partnerId', now, was).slice(0, 2);
    const sheet = sheetOf({
      header: 'Partner',
      meter: 'Messages',
      lines,
      total: { id: 'total', quantity: '10', before: '16' },
      compare: true,
      nameOf: (id) => `=${id}`,
      starts: ['d1'],
      at: (id) => (id === 'b' ? '7' : undefined),
    });
    expect(sheet).toEqual([
      ['Partner', 'Messages', 'Before', 'Change in %', 'd1'],
      ['=b', { number: '7' }, { number: '14' }, { number: '-50.0' }, { number: '7' }],
      ['=a', { number: '3' }, { number: '0' }, undefined, undefined],
      ['Total', { number: '10' }, { number: '16' }, { number: '-37.5' }, undefined],
    ]);
  });
});

describe('what a view shows', () => {
  const range = { from: '2026-11-01T00:00:00Z', to: '2026-11-03T00:00:00Z' };
  const shown = (more: Partial<Shown> = {}): Shown => ({
    view: view('?compare=&range=own'),
    meter: { code: 'api_calls', aggregation: 'sum' },
    range,
    window: 'day',
    group: 'partner',
    ...more,
  });
  const first = range.from;
  const rows = [row(first, 'child', '5'), row(first, 'grandchild', '4'), row(first, 'me', '9')];
  const earlier = [whole('2026-10-30T00:00:00Z', '18')];
  const data: UsageData = {
    rows,
    whole: [whole(first, '9')],
    totals: rows,
    wholeTotal: [whole(first, '9')],
    beforeWhole: earlier,
    beforeTotals: [row('2026-10-30T00:00:00Z', 'child', '18')],
    beforeWholeTotal: earlier,
  };

  it('comes to the whole in the chart and in the table', () => {
    const result = resultOf(shown(), data, new Set(['child']));
    expect(result.lines).toEqual([
      { id: 'child', quantity: '5', before: '18' },
      { id: REST, quantity: '4', before: '0' },
    ]);
    expect(result.total).toEqual({ id: 'total', quantity: '9', before: '18' });
    expect(result.series.days[0]).toEqual({ start: first, child: 5, [REST]: 4 });
    expect(result.seriesBefore).toEqual([18, 0]);
  });

  it('draws no time before where it cannot be compared', () => {
    const max = { code: 'seats', aggregation: 'max' as const };
    const result = resultOf(shown({ meter: max }), data, new Set(['child']));
    expect(result.seriesBefore).toBeUndefined();
    expect(result.lines.map(({ id }) => id)).toEqual(['child']);
    const single = resultOf(shown({ meter: max, group: undefined }), data, new Set());
    expect(single.seriesBefore).toEqual([18, 0]);
    const alone = shown({ view: view() });
    expect(resultOf(alone, data, new Set()).seriesBefore).toBeUndefined();
  });

  it('is the file that is downloaded', () => {
    const result = resultOf(shown({ view: view() }), data, new Set(['child']));
    expect(fileOf(shown({ view: view() }), result, result.lines, (id) => id)).toEqual([
      ['Partner', 'Api calls', ...result.starts],
      ['child', { number: '5' }, { number: '5' }, undefined],
      [REST, { number: '4' }, { number: '4' }, undefined],
      ['Total', { number: '9' }, { number: '9' }, undefined],
    ]);
  });
});

describe('the place that is looked at', () => {
  it('is in the address, without what need not be said', () => {
    const search =
      '?meter=messages&group=license&partner=prt_1&customer=cus_1&range=own&from=2026-01-01&to=2026-01-31&window=hour&compare=';
    expect(searchOf(view(search))).toBe(search);
    expect(searchOf(view())).toBe('');
    expect(searchOf(view('?range=nonsense&window=week&group=planet'))).toBe('');
  });

  it('can be told apart by what is in it', () => {
    expect(groupsOf(view(), 'partner', true)).toEqual([
      'partner',
      'customer',
      'license',
      'product',
    ]);
    expect(groupsOf(view(), 'partner', false)).not.toContain('partner');
    expect(groupsOf(view('?customer=cus_1'), 'partner', true)).toEqual(['license', 'product']);
    // Branches are not told apart within one product: the API refuses it.
    expect(groupsOf(view('?product=prd_1'), 'partner', true)).toEqual(['customer', 'license']);
    expect(groupsOf(view(), 'customer', false)).toEqual(['license', 'product']);
    expect(groupsOf(view('?license=lic_1'), 'partner', true)).toEqual([]);
  });

  it('is told apart as was chosen where that is possible', () => {
    const of = (search: string, partners: boolean) =>
      groupOf(view(search), groupsOf(view(search), 'partner', partners));
    expect(of('', true)).toBe('partner');
    expect(of('', false)).toBe('customer');
    expect(of('?group=product', true)).toBe('product');
    expect(of('?group=partner&customer=cus_1', true)).toBe('license');
    expect(of('?license=lic_1', true)).toBeUndefined();
    expect(keyOf('license')).toBe('licenseId');
    expect(keyOf(undefined)).toBeUndefined();
  });

  it('is reached row by row, and left upwards', () => {
    const license = ['partner', 'customer', 'license'].reduce(
      (at, group) => into(at, group as 'partner', `${group}_1`),
      view('?meter=messages&group=partner'),
    );
    expect(searchOf(license)).toBe(
      '?meter=messages&partner=partner_1&customer=customer_1&license=license_1',
    );
    expect(searchOf(upTo(license, 'partner_1'))).toBe('?meter=messages&partner=partner_1');
    expect(placeOf(license)).toEqual({
      partnerId: 'partner_1',
      customerId: 'customer_1',
      licenseId: 'license_1',
    });
    expect(placeOf(view('?vendor=prt_v'))).toEqual({ partnerId: 'prt_v' });
    expect(placeOf(view())).toEqual({});
  });
});

describe('meters', () => {
  it('begin with what was used most, and then go by name', () => {
    const meters = ['zebra', 'api_calls', 'messages'].map((code) => ({
      code,
      aggregation: 'sum' as const,
    }));
    const codes = byUse(meters, new Map([['messages', '12.5']])).map(({ code }) => code);
    expect(codes).toEqual(['messages', 'api_calls', 'zebra']);
  });
});
