import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { Partner } from '../api/types';
import { useMe } from '../session/session';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { partnerQuery } from './calls';
import { PermissionPicker } from './PermissionPicker';
import { useEditPartner } from './useEdit';

const t = texts.permissions;

interface PermissionsProps {
  partner: Partner;
  manages: boolean;
}

export function PartnerPermissions({ partner, manages }: PermissionsProps) {
  const { load } = useEditPartner(partner.id);
  return (
    <Section title={t.title} hint={t.hint}>
      {manages ? (
        <Fresh load={load} asked={{ action: 'manage_partner', resource: partner.id }}>
          {(read) => <EditForm read={read} />}
        </Fresh>
      ) : (
        <PermissionPicker
          value={partner.permissions}
          onChange={() => {}}
          within={partner.permissions}
          disabled
        />
      )}
    </Section>
  );
}

function EditForm({ read }: { read: Versioned<Partner> }) {
  const me = useMe();
  const partner = read.value;
  const edit = useEditPartner(partner.id);
  // A partner has nothing that its parent lacks.
  const parent = useQuery({
    ...partnerQuery(partner.parentId ?? ''),
    enabled: partner.parentId !== undefined,
  });
  const within = me.permissions.filter(
    (permission) => parent.data === undefined || parent.data.value.permissions.includes(permission),
  );
  const editing = useEditing(read, {
    ...edit,
    values: ({ permissions }: Partner) => ({ permissions }),
  });
  const { form } = editing;
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack>
        <PermissionPicker
          value={form.values.permissions}
          onChange={(permissions) => form.setFieldValue('permissions', permissions)}
          within={within}
          presets="partner"
          error={form.errors.permissions}
        />
        <EditButtons
          editing={editing}
          asked={{ action: 'manage_partner', resource: partner.id }}
          changed={form.isDirty()}
        />
      </Stack>
    </form>
  );
}
