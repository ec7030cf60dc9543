import { describe, expect, it } from 'vitest';
import { rebase } from '../src/shared/rebase';

const before = { name: 'Acme', website: '', contact: { name: 'Ann', phone: '1' }, grants: [1, 2] };

describe('what was typed, on top of a newer version', () => {
  it('stays, and what was not touched takes the newer value', () => {
    const typed = { ...before, name: 'Acme Ltd', contact: { name: 'Ann', phone: '2' } };
    const now = {
      ...before,
      website: 'https://acme.example',
      contact: { name: 'Bea', phone: '1' },
    };
    expect(rebase(typed, before, now)).toEqual({
      values: {
        name: 'Acme Ltd',
        website: 'https://acme.example',
        contact: { name: 'Bea', phone: '2' },
        grants: [1, 2],
      },
      contested: {},
    });
  });

  it('stays where both changed the same, and what is stored is told', () => {
    const typed = { ...before, contact: { name: 'Cyd', phone: '1' }, grants: [1] };
    const now = { ...before, contact: { name: 'Bea', phone: '1' }, grants: [1, 2, 3] };
    const { values, contested } = rebase(typed, before, now);
    expect(values).toEqual(typed);
    expect(contested).toEqual({ 'contact.name': 'Bea', grants: [1, 2, 3] });
  });

  it('is nothing to quarrel about where both wrote the same', () => {
    const both = { ...before, name: 'Acme Ltd' };
    expect(rebase(both, before, both)).toEqual({ values: both, contested: {} });
  });
});
