import { describe, expect, it } from 'vitest';
import { addDecimals, OTHERS, seriesOf } from '../src/partners/usageSeries';
import { draftErrors } from '../src/portfolio/GrantPicker';
import { draftOf, grantOf, newDraft } from '../src/portfolio/grants';
import { decimal, isoDay } from '../src/shared/format';
import * as check from '../src/shared/validation';

describe('amounts', () => {
  it.each([
    [104900, 2, '1049.00'],
    [5, 2, '0.05'],
    [-5, 2, '-0.05'],
    [0, 2, '0.00'],
    [1049, 0, '1049'],
    [1234, 3, '1.234'],
    [Number.MAX_SAFE_INTEGER, 2, '90071992547409.91'],
  ])('%d with %d digits is %s', (amount, digits, text) => {
    expect(decimal(amount, digits)).toBe(text);
  });

  it.each([
    ['0.1', '0.2', '0.3'],
    ['1', '2', '3'],
    ['12345678901234567890.000000001', '0.000000009', '12345678901234567890.00000001'],
    ['-0.5', '0.25', '-0.25'],
    ['0.5', '0.5', '1'],
  ])('%s and %s are %s', (one, other, sum) => {
    expect(addDecimals(one, other)).toBe(sum);
  });
});

describe('usage', () => {
  const row = (start: string, partnerId: string, quantity: string) => ({
    start,
    end: start,
    partnerId,
    quantity,
  });

  it('is one record per day, the largest group first', () => {
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
});

describe('a grant', () => {
  it('is the same after it was looked at', () => {
    const grant = {
      productId: 'prd_1',
      policyIds: ['pol_1'],
      licensesMax: 5,
      expiresAt: '2027-01-31T11:22:33Z',
    };
    expect(grantOf(draftOf(grant))).toEqual(grant);
    expect(grantOf(draftOf({ productId: 'prd_1' }))).toEqual({ productId: 'prd_1' });
  });

  it('ends at the end of its last day', () => {
    const end = grantOf({ ...newDraft('prd_1'), lastDay: '2027-01-31' }).expiresAt;
    expect(isoDay(end)).toBe('2027-01-31');
    expect(new Date(end!).getHours()).toBe(23);
  });

  it('needs a policy when not every one is granted', () => {
    const drafts = [newDraft('prd_1'), { ...newDraft('prd_2'), allPolicies: false }];
    expect(Object.keys(draftErrors(drafts))).toEqual(['grants.1.policyIds']);
  });
});

describe('validation', () => {
  it.each(['a', 'Acme', 'acme1', 'ac me', 'acme-x', 'äcme', 'a'.repeat(64)])(
    'refuses the login domain %s',
    (name) => expect(check.loginDomain(name)).not.toBeNull(),
  );

  it.each(['ac', 'acme', 'a'.repeat(63)])('takes the login domain %s', (name) =>
    expect(check.loginDomain(name)).toBeNull(),
  );

  it('knows the limits of a password', () => {
    expect(check.password('1234567')).not.toBeNull();
    expect(check.password('12345678')).toBeNull();
    expect(check.password('x'.repeat(128))).toBeNull();
    expect(check.password('x'.repeat(129))).not.toBeNull();
  });

  it('takes no website, or one of the web', () => {
    expect(check.website('')).toBeNull();
    expect(check.website('https://acme.example')).toBeNull();
    expect(check.website('javascript:alert(1)')).not.toBeNull();
    expect(check.website('acme.example')).not.toBeNull();
  });
});
