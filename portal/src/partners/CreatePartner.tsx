import { Button, Group, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import type { Partner, PartnerType } from '../api/types';
import { GrantPicker, draftErrors } from '../portfolio/GrantPicker';
import { useCatalog } from '../portfolio/catalog';
import { useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { PasswordFields } from '../shared/PasswordFields';
import { QueryState } from '../shared/QueryState';
import { RemoteSelect } from '../shared/RemoteSelect';
import { Section } from '../shared/Section';
import { required } from '../shared/validation';
import { texts } from '../texts';
import {
  choiceOf,
  choosePartner,
  forgetPartners,
  partnerQuery,
  plansQuery,
  presetsQuery,
} from './calls';
import { kindOf } from './kinds';
import { LoginDomainInput } from './LoginDomainInput';
import { ContactFields, ModelChoice, PartnerFields } from './PartnerFields';
import { bodyOf, fields, permitted, type Values } from './newPartner';
import { PermissionPicker } from './PermissionPicker';

const t = texts.partners.form;

export default function CreatePartner() {
  const [params] = useSearchParams();
  const asked = params.get('type');
  const type: PartnerType = asked === 'distributor' || asked === 'vendor' ? asked : 'reseller';
  return <CreateForm key={type} type={type} />;
}

function CreateForm({ type }: { type: PartnerType }) {
  const me = useMe();
  const operator = me.account.role === 'operator';
  const vendor = type === 'vendor';
  const navigate = useNavigate();
  const queries = useQueryClient();
  const presets = useQuery(presetsQuery);
  const form = useForm<Values>({
    initialValues: {
      model: 'own_plans',
      name: '',
      email: '',
      phone: '',
      website: '',
      password: '',
      passwordConfirmation: '',
      contact: { name: '', email: '', phone: '' },
      parentId: me.partner?.id ?? '',
      loginDomain: '',
      currency: 'EUR',
      planId: null,
      discountPercent: 0,
      commissionPercent: 0,
      permissions: null,
      grants: [],
    },
    validate: (values) => ({
      ...fields(values),
      ...(vendor ? {} : { parentId: required(values.parentId) }),
      ...draftErrors(values.grants),
    }),
  });
  const { parentId, permissions, model } = form.values;
  const chosen = useQuery({ ...partnerQuery(parentId), enabled: !vendor && parentId !== '' });
  const parent = chosen.data?.value;
  const within = permitted(me.permissions, parent?.permissions, me.partner?.id === parentId);
  const preset = presets.data?.find((one) => one.preset === type)?.permissions ?? [];
  const given = permissions ?? preset.filter((one) => within.includes(one));
  const plans = useQuery(plansQuery);
  const catalog = useCatalog(parent?.path[0]);
  const sending = useSending(form, {
    send: (values, headers) =>
      answer<Partner>(
        api.POST('/api/v1/partners', {
          body: bodyOf(type, values, operator, me.partner?.id),
          headers,
        }),
      ),
    done: async (partner) => {
      notifications.show({ color: 'green', message: t.created(partner.name) });
      void forgetPartners(queries);
      await navigate(`/partner/${partner.id}`);
    },
  });
  const list = `/partners/${kindOf(type)}`;
  return (
    <Page title={t.titles[type]} above={[{ to: list, label: texts.partners.titles[kindOf(type)] }]}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={860}>
          {!vendor && (
            <Section title={t.kindSection}>
              <ModelChoice form={form} />
              <RemoteSelect
                label={t.parent}
                description={t.parentHint}
                required
                allowDeselect={false}
                of={['parents']}
                search={(q) => choosePartner(['vendor', 'distributor'], q)}
                fixed={me.partner ? [choiceOf(me.partner)] : []}
                maw={420}
                {...form.getInputProps('parentId')}
              />
            </Section>
          )}
          <Section title={t.partnerSection}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <PartnerFields form={form} />
              <PasswordFields form={form} />
            </SimpleGrid>
          </Section>
          <Section title={t.contactSection} hint={t.contactHint}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <ContactFields form={form} />
            </SimpleGrid>
          </Section>
          <Section title={t.accessSection}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <LoginDomainInput check {...form.getInputProps('loginDomain')} />
              {vendor ? (
                <TextInput
                  label={t.currency}
                  description={t.currencyHint}
                  maxLength={3}
                  required
                  {...form.getInputProps('currency')}
                  onChange={(event) =>
                    form.setFieldValue('currency', event.currentTarget.value.toUpperCase())
                  }
                />
              ) : (
                <>
                  <Select
                    label={t.plan}
                    placeholder={t.noPlan}
                    clearable
                    data={(plans.data ?? [])
                      .filter((plan) => plan.ownerId === parentId && plan.status === 'active')
                      .map(({ id, name }) => ({ value: id, label: name }))}
                    {...form.getInputProps('planId')}
                  />
                  <NumberInput
                    label={t.discount}
                    suffix=" %"
                    min={0}
                    max={100}
                    decimalScale={2}
                    {...form.getInputProps('discountPercent')}
                  />
                  {model === 'commission' && (
                    <NumberInput
                      label={t.commission}
                      suffix=" %"
                      min={0}
                      max={100}
                      decimalScale={2}
                      {...form.getInputProps('commissionPercent')}
                    />
                  )}
                </>
              )}
            </SimpleGrid>
          </Section>
          {!vendor && (
            <>
              <Section title={t.portfolioSection} hint={t.portfolioHint}>
                {parent === undefined ? (
                  t.parentFirst
                ) : (
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
                )}
              </Section>
              <Section title={t.permissionsSection} hint={t.permissionsHint}>
                <PermissionPicker
                  value={given}
                  within={within}
                  presets="partner"
                  onChange={(value) => form.setFieldValue('permissions', value)}
                />
              </Section>
            </>
          )}
          <FormProblem refusal={sending.refusal} asked={{ action: 'manage_partner' }} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.titles[type]}
            </Button>
            <Button component={Link} to={list} variant="default">
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
