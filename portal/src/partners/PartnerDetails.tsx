import {
  Anchor,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSearchParams } from 'react-router';
import type { Partner } from '../api/types';
import { useMe } from '../session/session';
import { Facts } from '../shared/Facts';
import { FormProblem } from '../shared/FormProblem';
import { date } from '../shared/format';
import { orNull, useSending } from '../shared/forms';
import { Section } from '../shared/Section';
import { percent } from '../shared/validation';
import { texts } from '../texts';
import { ContactFields, ModelChoice, PartnerFields, partnerValidation } from './PartnerFields';
import { useEditPartner } from './useEdit';

const t = texts.partners.details;
const f = texts.partners.form;

interface DetailsProps {
  partner: Partner;
  etag: string | undefined;
  manages: boolean;
}

export function PartnerDetails({ partner, etag, manages }: DetailsProps) {
  const [params, setParams] = useSearchParams();
  const edit = (on: boolean) => setParams(on ? { edit: '' } : {}, { replace: true });
  if (manages && params.has('edit')) {
    return <EditForm key={etag} partner={partner} etag={etag} close={() => edit(false)} />;
  }
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Section title={f.partnerSection}>
          <Facts
            facts={[
              [f.email, partner.email],
              [f.phone, partner.phone],
              [f.website, partner.website && <Website href={partner.website} />],
              [texts.partners.type, partner.model && texts.partners.models[partner.model]],
              [texts.partners.joinedOn, date(partner.createdAt)],
              [t.externalReference, partner.externalReferenceId],
            ]}
          />
        </Section>
        <Stack>
          <Section title={f.contactSection}>
            <Facts
              facts={[
                [f.contactName, partner.contact.name],
                [f.contactEmail, partner.contact.email],
                [f.contactPhone, partner.contact.phone],
              ]}
            />
          </Section>
          <Section title={f.accessSection}>
            <Facts
              facts={[
                [texts.loginDomain.label, partner.loginDomain],
                ...(partner.type === 'vendor'
                  ? [
                      [t.portal, partner.portalEnabled ? t.portalOn : t.portalOff] as [
                        string,
                        string,
                      ],
                    ]
                  : ([
                      [f.discount, `${partner.discountPercent ?? 0} %`],
                      [f.commission, `${partner.commissionPercent ?? 0} %`],
                      [t.unpaidLimit, String(partner.unpaidLicenseLimit)],
                    ] as [string, string][])),
              ]}
            />
          </Section>
        </Stack>
      </SimpleGrid>
      {manages && (
        <Button w="fit-content" onClick={() => edit(true)}>
          {texts.actions.edit}
        </Button>
      )}
    </Stack>
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

function EditForm({
  partner,
  etag,
  close,
}: {
  partner: Partner;
  etag?: string;
  close: () => void;
}) {
  const me = useMe();
  const edit = useEditPartner(partner, etag);
  const vendor = partner.type === 'vendor';
  const form = useForm({
    initialValues: {
      type: partner.type as string,
      model: partner.model ?? ('own_plans' as const),
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
      externalReferenceId: partner.externalReferenceId ?? '',
      portalEnabled: partner.portalEnabled,
    },
    validate: { ...partnerValidation, discountPercent: percent, commissionPercent: percent },
  });
  const sending = useSending(form, {
    send: (values) => {
      const { email: _login, type, model, portalEnabled, ...rest } = values;
      return edit.send({
        ...rest,
        website: orNull(values.website),
        externalReferenceId: orNull(values.externalReferenceId),
        discountPercent: String(values.discountPercent),
        commissionPercent: String(values.commissionPercent),
        unpaidLicenseLimit: Number(values.unpaidLicenseLimit),
        ...(vendor ? {} : { model }),
        ...(type === partner.type ? {} : { type }),
        ...(portalEnabled === partner.portalEnabled ? {} : { portalEnabled }),
      });
    },
    done: async (result) => {
      await edit.done(result);
      close();
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack maw={860}>
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
            <PartnerFields form={form} fixedEmail />
            <TextInput
              label={t.externalReference}
              maxLength={200}
              {...form.getInputProps('externalReferenceId')}
            />
          </SimpleGrid>
        </Section>
        <Section title={f.contactSection} hint={f.contactHint}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ContactFields form={form} />
          </SimpleGrid>
        </Section>
        {vendor ? (
          me.account.role === 'operator' && (
            <Section title={f.accessSection}>
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
            </SimpleGrid>
          </Section>
        )}
        <FormProblem
          refusal={sending.refusal}
          asked={{ action: 'manage_partner', resource: partner.id }}
        />
        <Group>
          <Button type="submit" loading={sending.pending}>
            {texts.actions.save}
          </Button>
          <Button variant="default" onClick={close}>
            {texts.actions.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
