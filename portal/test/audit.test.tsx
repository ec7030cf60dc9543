import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Changes } from '../src/audit/Changes';
import { fieldInWords } from '../src/audit/words';

const product = 'prd_01m7z2wrm5at2evrgqc9ty8nj6';
const unknown = 'pol_01m7z2wsk5bzgmf8yrk42a8ywt';

function text(field: string, before: unknown, after: unknown): string {
  const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));
  const { container, unmount } = render(
    <MantineProvider>
      <Changes
        changes={[
          { field: 'x', before: '1', after: '2' },
          { field, before: json(before), after: json(after) },
        ]}
        nameOf={(id) => (id === product ? 'CAD' : undefined)}
      />
    </MantineProvider>,
  );
  const read = container.querySelectorAll('li')[1]!.textContent;
  unmount();
  return read;
}

describe('a change of the trail', () => {
  it('reads as words', () => {
    expect(text('status', 'active', 'inactive')).toBe('Status active →  is now inactive');
    expect(text('mustChangePassword', true, false)).toBe('Must change password yes →  is now no');
    expect(text('passwordHash', '(secret)', '(secret)')).toBe('Password set anew (never shown)');
    expect(text('planId', undefined, null)).toBe('Plan nothing');
    expect(text('permissions', [], ['issue_licenses', 'read_audit'])).toBe(
      'Permissions nothing →  is now Issue licenses, Read the audit log',
    );
    expect(text('fee', undefined, { amount: 9900, currency: 'EUR' })).toBe('Fee a month €99.00');
  });

  it('names what an id means, and shortens those without a name', () => {
    expect(text('grants', [], [{ productId: product, policyIds: [unknown] }])).toBe(
      'Portfolio nothing →  is now (Product: CAD; Policies: No. 2A8YWT)',
    );
  });

  it('shows a value that the trail has cut as it is', () => {
    render(
      <MantineProvider>
        <Changes
          changes={[{ field: 'rates', before: '1', after: `[{"meter":"${'m'.repeat(300)}…` }]}
          nameOf={() => undefined}
        />
      </MantineProvider>,
    );
    expect(screen.getByRole('listitem').textContent).toContain('[{"meter":"mmm');
  });

  it('says of what is new only how much there is, until it is asked for', async () => {
    render(
      <MantineProvider>
        <Changes
          changes={[
            { field: 'name', after: '"Ada"' },
            { field: 'active', after: 'true' },
          ]}
          nameOf={() => undefined}
        />
      </MantineProvider>,
    );
    expect(screen.queryAllByRole('listitem')).toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: 'Show all 2 fields' }));
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Name Ada',
      'Active yes',
    ]);
  });

  it('names a field without its id', () => {
    expect(fieldInWords('ownerId')).toBe('Owner');
    expect(fieldInWords('policyIds')).toBe('Policies');
  });
});
