import { describe, expect, it } from 'vitest';
import type { Me } from '../src/api/types';
import { dataOf, mayCorrect, wholeDays } from '../src/usage/corrections';

describe('corrections of usage', () => {
  it('reads whole days of the durations that the API writes', () => {
    expect(wholeDays('PT840H')).toBe(35);
    expect(wholeDays('P20D')).toBe(20);
    expect(wholeDays('P1DT25H')).toBe(2);
    expect(wholeDays('PT1H')).toBe(0);
    expect(wholeDays('')).toBe(0);
  });

  it('takes a JSON object as data and nothing else', () => {
    expect(dataOf('{"n": 1}')).toEqual({ n: 1 });
    for (const text of ['', '[]', '1', 'null', '{']) {
      expect(dataOf(text)).toBeUndefined();
    }
  });

  it('is for the vendor with the permission', () => {
    const me = (type: string, permissions: string[]) =>
      ({ account: { role: 'partner' }, partner: { type }, permissions }) as unknown as Me;
    expect(mayCorrect(me('vendor', ['manage_meters']))).toBe(true);
    expect(mayCorrect(me('vendor', []))).toBe(false);
    expect(mayCorrect(me('distributor', ['manage_meters']))).toBe(false);
  });
});
