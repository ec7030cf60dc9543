import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Application, Permission } from '../api/types';
import { forgetPartners, partnerQuery, plansQuery, presetsQuery } from '../partners/calls';
import { PermissionPicker } from '../partners/PermissionPicker';
import { useCatalog } from '../portfolio/catalog';
import { draftErrors, GrantPicker } from '../portfolio/GrantPicker';
import { grantOf, type GrantDraft } from '../portfolio/grants';
import { useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { PasswordFields, passwordValidation } from '../shared/PasswordFields';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { percent } from '../shared/validation';
import { texts } from '../texts';
import { applicationQuery } from './calls';

const t = texts.applications;
const f = texts.partners.form;

interface Values {
  password: string;
  passwordConfirmation: string;
  planId: string | null;
  discountPercent: number | string;
  commissionPercent: number | string;
  permissions: Permission[] | null;
  grants: GrantDraft[];
}

/** Makes a partner of the applicant. */
export function Approve({ application, cancel }: { application: Application; cancel: () => void }) {
  const me = useMe();
  const queries = useQueryClient();
  const parentId = application.parentId ?? me.partner?.id;
  const parent = useQuery({ ...partnerQuery(parentId ?? ''), enabled: parentId !== undefined });
  const presets = useQuery(presetsQuery);
  const plans = useQuery(plansQuery);
  const catalog = useCatalog(parent.data?.value.path[0]);
  const form = useForm<Values>({
    initialValues: {
      password: '',
      passwordConfirmation: '',
      planId: null,
      discountPercent: 0,
      commissionPercent: 0,
      permissions: null,
      grants: [],
    },
    validate: (values) => ({
      password: passwordValidation.password(values.password),
      passwordConfirmation: passwordValidation.passwordConfirmation(
        values.passwordConfirmation,
        values,
      ),
      discountPercent: percent(values.discountPercent),
      commissionPercent: percent(values.commissionPercent),
      ...draftErrors(values.grants),
    }),
  });
  const within = me.permissions.filter(
    (one) => parent.data === undefined || parent.data.value.permissions.includes(one),
  );
  const preset = presets.data?.find((one) => one.preset === application.type)?.permissions ?? [];
  const sending = useSending(form, {
    send: (values, headers) =>
      answer<Application>(
        api.POST('/api/v1/partner-applications/{id}/approve', {
          params: { path: { id: application.id } },
          headers,
          body: {
            password: values.password,
            ...(values.planId === null ? {} : { planId: values.planId }),
            ...(values.permissions === null ? {} : { permissions: values.permissions }),
            discountPercent: String(values.discountPercent),
            commissionPercent:
              application.model === 'commission' ? String(values.commissionPercent) : '0',
            grants: values.grants.map(grantOf),
          },
        }),
      ),
    done: async (decided) => {
      queries.setQueryData(applicationQuery(application.id).queryKey, decided);
      notifications.show({ color: 'green', message: t.approved(application.name) });
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['applications'] }),
        forgetPartners(queries),
      ]);
    },
  });
  return (
    <Section title={t.approve} hint={t.approveHint}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={820}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PasswordFields form={form} />
            <Select
              label={f.plan}
              placeholder={f.noPlan}
              clearable
              data={(plans.data ?? [])
                .filter((plan) => plan.ownerId === parentId && plan.status === 'active')
                .map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('planId')}
            />
            <NumberInput
              label={f.discount}
              suffix=" %"
              min={0}
              max={100}
              decimalScale={2}
              {...form.getInputProps('discountPercent')}
            />
            {application.model === 'commission' && (
              <NumberInput
                label={f.commission}
                suffix=" %"
                min={0}
                max={100}
                decimalScale={2}
                {...form.getInputProps('commissionPercent')}
              />
            )}
          </SimpleGrid>
          <Title order={3} size="h5">
            {f.portfolioSection}
          </Title>
          <QueryState query={catalog} lines={2}>
            {(products) => (
              <GrantPicker
                catalog={products}
                value={form.values.grants}
                onChange={(grants) => form.setFieldValue('grants', grants)}
                errors={form.errors}
              />
            )}
          </QueryState>
          <PermissionPicker
            labelled
            value={form.values.permissions ?? preset.filter((one) => within.includes(one))}
            within={within}
            presets="partner"
            onChange={(value) => form.setFieldValue('permissions', value)}
          />
          <FormProblem refusal={sending.refusal} asked={{ action: 'manage_partner' }} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.approve}
            </Button>
            <Button variant="default" onClick={cancel}>
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
