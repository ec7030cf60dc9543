import { describe, expect, it } from 'vitest';
import { inWords } from '../src/audit/words';
import { installation } from '../src/partners/LoginDomainInput';
import { draftErrors } from '../src/portfolio/GrantPicker';
import { draftOf, grantOf, newDraft } from '../src/portfolio/grants';
import { decimal, isoDay, measured, meterName, price } from '../src/shared/format';
import { phoneText } from '../src/shared/PhoneInput';
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

describe('what people read', () => {
  it('is no code', () => {
    expect(meterName('whatsapp_messages')).toBe('Whatsapp messages');
    expect(meterName('messages')).toBe('Messages');
    // Without a name the API answers the code.
    expect(meterName('whatsapp_messages', 'whatsapp_messages')).toBe('Whatsapp messages');
    expect(meterName('whatsapp_messages', 'WhatsApp')).toBe('WhatsApp');
    expect(measured('1200', 'messages')).toBe('1,200 messages');
    expect(measured('1200')).toBe('1,200');
    expect(inWords('partner.changed')).toBe('Partner changed');
    expect(inWords('mustChangePassword')).toBe('Must change password');
    expect(phoneText('+4930901820')).toBe('+49 30 901820');
    expect(phoneText('nonsense')).toBe('nonsense');
    expect(price('0.015', 'EUR')).toBe('€0.015');
    expect(price('12', 'EUR')).toBe('€12.00');
  });

  it('says where people sign in, with the port', () => {
    expect(installation('localhost:8080')).toBe('localhost:8080');
    expect(installation('acme.partner.keyway.example')).toBe('keyway.example');
  });
});
