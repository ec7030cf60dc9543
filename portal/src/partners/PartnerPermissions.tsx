import { Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { Partner } from '../api/types';
import { useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { partnerQuery } from './calls';
import { PermissionPicker } from './PermissionPicker';
import { useEditPartner } from './useEdit';

const t = texts.permissions;

interface PermissionsProps {
  partner: Partner;
  etag: string | undefined;
  manages: boolean;
}

export function PartnerPermissions({ partner, etag, manages }: PermissionsProps) {
  const me = useMe();
  const edit = useEditPartner(partner, etag);
  // A partner has nothing that its parent lacks.
  const parent = useQuery({
    ...partnerQuery(partner.parentId ?? ''),
    enabled: manages && partner.parentId !== undefined,
  });
  const within = me.permissions.filter(
    (permission) => parent.data === undefined || parent.data.value.permissions.includes(permission),
  );
  const form = useForm({ initialValues: { permissions: partner.permissions } });
  const sending = useSending(form, { send: edit.send, done: edit.done });
  return (
    <Section title={t.title} hint={t.hint}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <PermissionPicker
            value={form.values.permissions}
            onChange={(permissions) => form.setFieldValue('permissions', permissions)}
            within={within}
            presets="partner"
            disabled={!manages}
          />
          <FormProblem
            refusal={sending.refusal}
            asked={{ action: 'manage_partner', resource: partner.id }}
          />
          {manages && (
            <Button
              type="submit"
              w="fit-content"
              disabled={!form.isDirty()}
              loading={sending.pending}
            >
              {texts.actions.save}
            </Button>
          )}
        </Stack>
      </form>
    </Section>
  );
}
