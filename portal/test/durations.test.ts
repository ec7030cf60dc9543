import { describe, expect, it } from 'vitest';
import { durationText, isoOf, lengthOf, secondsOf, unitName } from '../src/catalog/durations';

describe('a length of time', () => {
  it('is sent as the API takes it: in days or less', () => {
    expect(isoOf({ count: 365, unit: 'day' })).toBe('P365D');
    expect(isoOf({ count: 2, unit: 'week' })).toBe('P14D');
    expect(isoOf({ count: 36, unit: 'hour' })).toBe('PT36H');
    expect(isoOf({ count: 10, unit: 'minute' })).toBe('PT10M');
    expect(isoOf({ count: 30, unit: 'second' })).toBe('PT30S');
    expect(isoOf({ count: '', unit: 'day' })).toBeUndefined();
  });

  it('is sent as a calendar period where it is one', () => {
    expect(isoOf({ count: 1, unit: 'month' })).toBe('P1M');
    expect(isoOf({ count: 1, unit: 'year' })).toBe('P1Y');
  });

  it('is read in the largest unit that leaves nothing over', () => {
    expect(lengthOf('PT8760H')).toEqual({ count: 365, unit: 'day' });
    expect(lengthOf('P2W')).toEqual({ count: 14, unit: 'day' });
    expect(lengthOf('PT36H')).toEqual({ count: 36, unit: 'hour' });
    expect(lengthOf('PT1M30S')).toEqual({ count: 90, unit: 'second' });
    expect(lengthOf('P1DT1H')).toEqual({ count: 25, unit: 'hour' });
    expect(lengthOf('P1Y')).toEqual({ count: 1, unit: 'year' });
    expect(lengthOf('P1Y6M')).toEqual({ count: 18, unit: 'month' });
  });

  it('stays as it is where no single unit says it', () => {
    expect(lengthOf('P1M3D')).toBeUndefined();
    expect(lengthOf('soon')).toBeUndefined();
    expect(durationText('P1M3D')).toBe('P1M3D');
  });

  it('comes back as it was sent', () => {
    for (const iso of ['P365D', 'PT36H', 'PT10M', 'PT30S', 'P1M', 'P1Y']) {
      expect(isoOf(lengthOf(iso)!)).toBe(iso);
    }
  });

  it('is read by people', () => {
    expect(durationText('PT8760H')).toBe('365 days');
    expect(durationText('P1D')).toBe('1 day');
    expect(unitName('week')).toBe('weeks');
  });

  it('has seconds where its unit has a fixed length', () => {
    expect(secondsOf({ count: 2, unit: 'week' })).toBe(14 * 86_400);
    expect(secondsOf({ count: 1, unit: 'month' })).toBeUndefined();
    expect(secondsOf({ count: '', unit: 'day' })).toBeUndefined();
  });
});
