// The inputs that creating, editing and applying have in common.
import { Radio, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { email, required, website } from '../shared/validation';
import { PhoneInput, phone } from '../shared/PhoneInput';
import { texts } from '../texts';

const t = texts.partners.form;

export interface ContactValues {
  name: string;
  email: string;
  phone: string;
}

export interface PartnerValues {
  name: string;
  email: string;
  phone: string;
  website: string;
  contact: ContactValues;
}

/** What a new partner is asked for; a distributor that was there before may have none. */
export interface NewPartnerValues extends PartnerValues {
  model: 'own_plans' | 'commission';
}

export const partnerValidation = {
  name: required,
  email,
  phone,
  website,
  contact: { name: required, email, phone },
};

type Form<V extends PartnerValues> = UseFormReturnType<V>;

/** With own plans, or with commission. */
export function ModelChoice<V extends { model: string }>({ form }: { form: UseFormReturnType<V> }) {
  return (
    <Radio.Group label={t.model} required {...form.getInputProps('model')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt={4}>
        {(['own_plans', 'commission'] as const).map((model) => (
          <Radio.Card key={model} value={model} p="md" h="100%" aria-label={t.modelNames[model]}>
            <Stack gap={2} h="100%">
              <Text fw={600} size="sm">
                <Radio.Indicator
                  size="xs"
                  mr={8}
                  display="inline-flex"
                  style={{ verticalAlign: 'text-bottom' }}
                />
                {t.modelNames[model]}
              </Text>
              <Text size="sm" c="dimmed">
                {t.modelHints[model]}
              </Text>
            </Stack>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}

export function PartnerFields<V extends PartnerValues>({ form }: { form: Form<V> }) {
  return (
    <>
      <TextInput label={t.name} required maxLength={200} {...form.getInputProps('name')} />
      <TextInput
        label={t.email}
        description={t.emailHint}
        type="email"
        autoComplete="off"
        required
        maxLength={320}
        {...form.getInputProps('email')}
      />
      <PhoneInput label={t.phone} required {...form.getInputProps('phone')} />
      <TextInput
        label={t.websiteOptional}
        placeholder="https://"
        type="url"
        maxLength={500}
        {...form.getInputProps('website')}
      />
    </>
  );
}

export function ContactFields<V extends PartnerValues>({ form }: { form: Form<V> }) {
  return (
    <>
      <TextInput
        label={t.contactName}
        required
        maxLength={200}
        {...form.getInputProps('contact.name')}
      />
      <TextInput
        label={t.contactEmail}
        description={t.contactEmailHint}
        type="email"
        autoComplete="off"
        required
        maxLength={320}
        {...form.getInputProps('contact.email')}
      />
      <PhoneInput label={t.contactPhone} required {...form.getInputProps('contact.phone')} />
    </>
  );
}
