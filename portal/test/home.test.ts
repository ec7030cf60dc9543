import { describe, expect, it } from 'vitest';
import { DAYS, lastDays, months, sinceDays, sinceLastMonth } from '../src/home/figures';
import { upTo } from '../src/home/upTo';

const now = new Date('2027-01-15T10:00:00Z');

describe('how many wait', () => {
  it('is said up to a page, and that there are more', () => {
    expect(upTo({ items: [1, 2, 3] })).toEqual({ text: '3', none: false });
    expect(upTo({ items: [1, 2, 3], next: 'c' }).text).toBe('3+');
    expect(upTo({ items: [] })).toEqual({ text: '0', none: true });
  });

  it('counts only what does wait, and never "none or more"', () => {
    const even = (item: number) => item % 2 === 0;
    expect(upTo({ items: [1, 2, 3], next: 'c' }, even).text).toBe('1+');
    expect(upTo({ items: [1, 3], next: 'c' }, even)).toEqual({ text: '0', none: true });
  });
});

describe('figures', () => {
  it('reach back to the first of last month, over the turn of the year too', () => {
    expect(sinceLastMonth(now)).toBe('2026-12-01T00:00:00.000Z');
    expect(sinceDays(now)).toBe('2026-12-17T00:00:00.000Z');
  });

  it('are of this month and the last, exactly as they were added up', () => {
    const rows = [
      { start: '2026-12-01T00:00:00Z', end: '2027-01-01T00:00:00Z', quantity: '12.5' },
      { start: '2027-01-01T00:00:00Z', end: '2027-02-01T00:00:00Z', quantity: '0.1' },
    ];
    expect(months(rows, now)).toEqual({ current: '0.1', last: '12.5' });
    expect(months(rows.slice(0, 1), now)).toEqual({ current: '0', last: '12.5' });
  });

  it('have a number for every day, also for those without a row', () => {
    const days = lastDays(
      [
        { start: '2027-01-15T00:00:00Z', end: '2027-01-16T00:00:00Z', quantity: '7' },
        { start: '2026-12-17T00:00:00Z', end: '2026-12-18T00:00:00Z', quantity: '3' },
        { start: '2026-12-16T00:00:00Z', end: '2026-12-17T00:00:00Z', quantity: '99' },
      ],
      now,
    );
    expect(days).toHaveLength(DAYS);
    expect(days[0]).toBe(3);
    expect(days[DAYS - 1]).toBe(7);
    expect(days.reduce((sum, day) => sum + day, 0)).toBe(10);
  });
});
