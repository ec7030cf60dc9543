import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { answer, api } from '../api/client';
import type { Partner, PartnerType } from '../api/types';
import { useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { PasswordFields } from '../shared/PasswordFields';
import { RemoteSelect } from '../shared/RemoteSelect';
import { Section } from '../shared/Section';
import { required } from '../shared/validation';
import { texts } from '../texts';
import { choiceOf, choosePartner, forgetPartners } from './calls';
import { kindOf } from './kinds';
import { LoginDomainInput } from './LoginDomainInput';
import { ContactFields, ModelChoice, PartnerFields } from './PartnerFields';
import { bodyOf, fields, type Values } from './newPartner';
import { noTerms, PartnerTerms } from './PartnerTerms';

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
      ...noTerms,
    },
    validate: (values) => ({
      ...fields(values),
      ...(vendor ? {} : { parentId: required(values.parentId) }),
    }),
  });
  const { parentId, model } = form.values;
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
                onChange={(chosen) => {
                  form.setFieldValue('parentId', chosen ?? '');
                  // What the former one offers this one may not have.
                  form.setFieldValue('grants', []);
                  form.setFieldValue('planId', null);
                }}
              />
            </Section>
          )}
          <Section title={t.partnerSection}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <PartnerFields form={form} />
              <PasswordFields form={form} />
            </SimpleGrid>
          </Section>
          <Section title={t.contactSection}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <ContactFields form={form} />
            </SimpleGrid>
          </Section>
          <Section title={t.accessOnlySection}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <LoginDomainInput check {...form.getInputProps('loginDomain')} />
              {vendor && (
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
              )}
            </SimpleGrid>
          </Section>
          {!vendor && <PartnerTerms form={form} type={type} model={model} parentId={parentId} />}
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
