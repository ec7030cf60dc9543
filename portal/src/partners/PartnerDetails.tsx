import {
  Anchor,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { Versioned } from '../api/client';
import type { Partner } from '../api/types';
import { useMe } from '../session/session';
import { Email } from '../shared/Email';
import { Facts, type Fact } from '../shared/Facts';
import { count, date } from '../shared/format';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { orNull } from '../shared/forms';
import { phoneText } from '../shared/PhoneInput';
import { Section } from '../shared/Section';
import { percent } from '../shared/validation';
import { texts } from '../texts';
import { ContactFields, ModelChoice, PartnerFields, partnerValidation } from './PartnerFields';
import { useEditPartner } from './useEdit';

const t = texts.partners.details;
const f = texts.partners.form;

interface DetailsProps {
  partner: Partner;
  manages: boolean;
}

export function PartnerDetails({ partner, manages }: DetailsProps) {
  const me = useMe();
  const [params, setParams] = useSearchParams();
  if (manages && params.has('edit')) {
    return <Edit id={partner.id} close={() => setParams({}, { replace: true })} />;
  }
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Section title={f.partnerSection}>
        <Facts
          facts={[
            [f.email, <Email key="email" address={partner.email} />],
            [f.phone, phoneText(partner.phone)],
            [f.website, partner.website && <Website href={partner.website} />],
            ...(partner.model
              ? [[texts.partners.type, texts.partners.models[partner.model]] as Fact]
              : []),
            [texts.partners.joinedOn, date(partner.createdAt)],
            // Not the partner's own, but that of those above it.
            ...(partner.id === me.partner?.id
              ? []
              : [[t.externalReference, partner.externalReferenceId] as Fact]),
          ]}
        />
      </Section>
      <Stack>
        <Section title={f.contactSection}>
          <Facts
            facts={[
              [f.contactName, partner.contact.name],
              [
                f.contactEmail,
                partner.contact.email && <Email key="contact" address={partner.contact.email} />,
              ],
              [f.contactPhone, phoneText(partner.contact.phone)],
            ]}
          />
        </Section>
        <Section title={partner.type === 'vendor' ? f.accessOnlySection : f.accessSection}>
          <Facts
            facts={[
              [texts.loginDomain.label, partner.loginDomain],
              ...(partner.type === 'vendor'
                ? ([[t.portal, partner.portalEnabled ? t.portalOn : t.portalOff]] as Fact[])
                : ([
                    [f.discount, `${partner.discountPercent ?? 0} %`],
                    ...(partner.model === 'commission'
                      ? [[f.commission, `${partner.commissionPercent ?? 0} %`]]
                      : []),
                    [t.unpaidLimit, count(partner.unpaidLicenseLimit)],
                    [
                      t.trialLimit,
                      partner.trialLicenseLimit === undefined
                        ? t.noTrialLimit
                        : count(partner.trialLicenseLimit),
                    ],
                  ] as Fact[])),
            ]}
          />
        </Section>
      </Stack>
    </SimpleGrid>
  );
}

/** Only what is surely a web address becomes a link: a name is data, not code. */
function Website({ href }: { href: string }) {
  return /^https?:\/\//.test(href) ? (
    <Anchor href={href} target="_blank" rel="noopener noreferrer">
      {href}
    </Anchor>
  ) : (
    href
  );
}

function Edit({ id, close }: { id: string; close: () => void }) {
  const { load } = useEditPartner(id);
  return (
    <Fresh load={load} asked={{ action: 'manage_partner', resource: id }}>
      {(read) => <EditForm read={read} close={close} />}
    </Fresh>
  );
}

function EditForm({ read, close }: { read: Versioned<Partner>; close: () => void }) {
  const me = useMe();
  const { id } = read.value;
  const edit = useEditPartner(id);
  const vendor = read.value.type === 'vendor';
  const editing = useEditing(read, {
    load: edit.load,
    values: (partner: Partner) => ({
      type: partner.type as string,
      model: partner.model ?? ('' as const),
      name: partner.name,
      email: partner.email,
      phone: partner.phone,
      website: partner.website ?? '',
      contact: {
        name: partner.contact.name ?? '',
        email: partner.contact.email ?? '',
        phone: partner.contact.phone ?? '',
      },
      discountPercent: Number(partner.discountPercent ?? 0) as number | string,
      commissionPercent: Number(partner.commissionPercent ?? 0) as number | string,
      unpaidLicenseLimit: partner.unpaidLicenseLimit as number | string,
      trialLicenseLimit: (partner.trialLicenseLimit ?? '') as number | string,
      externalReferenceId: partner.externalReferenceId ?? '',
      portalEnabled: partner.portalEnabled,
    }),
    validate: { ...partnerValidation, discountPercent: percent, commissionPercent: percent },
    send: (values, at) => {
      const { type, model, portalEnabled, ...rest } = values;
      const stored = at.value;
      const body = {
        ...rest,
        email: values.email.trim(),
        website: orNull(values.website),
        externalReferenceId: orNull(values.externalReferenceId),
        discountPercent: String(values.discountPercent),
        commissionPercent: String(values.commissionPercent),
        unpaidLicenseLimit: Number(values.unpaidLicenseLimit),
        trialLicenseLimit:
          values.trialLicenseLimit === '' ? null : Number(values.trialLicenseLimit),
        ...(model === '' ? {} : { model }),
        ...(type === stored.type ? {} : { type }),
        ...(portalEnabled === stored.portalEnabled ? {} : { portalEnabled }),
      };
      return edit.send(body, at);
    },
    done: (saved) => {
      edit.done(saved);
      close();
    },
  });
  const { form } = editing;
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack maw={860} key={editing.version}>
        {!vendor && (
          <Section title={f.kindSection}>
            <ModelChoice form={form} />
            <Select
              label={t.type}
              allowDeselect={false}
              maw={320}
              data={[
                { value: 'reseller', label: texts.partners.types.reseller },
                { value: 'distributor', label: texts.partners.types.distributor },
              ]}
              {...form.getInputProps('type')}
            />
          </Section>
        )}
        <Section title={f.partnerSection}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PartnerFields form={form} />
            <TextInput
              label={t.externalReference}
              maxLength={200}
              {...form.getInputProps('externalReferenceId')}
            />
          </SimpleGrid>
        </Section>
        <Section title={f.contactSection}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ContactFields form={form} />
          </SimpleGrid>
        </Section>
        {vendor ? (
          me.account.role === 'operator' && (
            <Section title={f.accessOnlySection}>
              <Switch
                label={t.portal}
                description={t.portalHint}
                {...form.getInputProps('portalEnabled', { type: 'checkbox' })}
              />
            </Section>
          )
        ) : (
          <Section title={t.terms}>
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <NumberInput
                label={f.discount}
                suffix=" %"
                min={0}
                max={100}
                decimalScale={2}
                {...form.getInputProps('discountPercent')}
              />
              <NumberInput
                label={f.commission}
                suffix=" %"
                min={0}
                max={100}
                decimalScale={2}
                {...form.getInputProps('commissionPercent')}
              />
              <NumberInput
                label={t.unpaidLimit}
                min={0}
                max={1_000_000}
                allowDecimal={false}
                {...form.getInputProps('unpaidLicenseLimit')}
              />
              <NumberInput
                label={t.trialLimit}
                description={t.trialLimitHint}
                min={0}
                max={1_000_000}
                allowDecimal={false}
                {...form.getInputProps('trialLicenseLimit')}
              />
            </SimpleGrid>
          </Section>
        )}
        <EditButtons
          editing={editing}
          asked={{ action: 'manage_partner', resource: id }}
          cancel={close}
        />
      </Stack>
    </form>
  );
}
