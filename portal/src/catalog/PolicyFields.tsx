// The inputs that creating and editing a policy have in common.
import {
  Group,
  NumberInput,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Decimal } from '../shared/Decimal';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { HEARTBEAT_UNITS, TERM_UNITS, unitName, type Unit } from './durations';
import { lasts, SCHEMES, TYPES, withType, type PolicyDraft } from './policyDraft';

const t = texts.catalog;

interface FieldsProps {
  form: UseFormReturnType<PolicyDraft>;
  currency: string;
  /** What kind of license and key it makes is said once, when it is created. */
  created: boolean;
}

export function PolicyFields({ form, currency, created }: FieldsProps) {
  const { type, machinesMax } = form.values;
  return (
    <>
      <Section title={t.policy}>
        <TextInput
          label={texts.fields.name}
          description={t.policyNameHint}
          required
          maxLength={200}
          maw={420}
          {...form.getInputProps('name')}
        />
        {!created && (
          <Radio.Group
            label={t.type}
            value={type}
            onChange={(next) => form.setValues(withType(form.getValues(), next as typeof type))}
          >
            <Stack gap="xs" mt={4}>
              {TYPES.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={texts.licenses.types[value]}
                  description={t.typeHints[value]}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </Section>
      <Section title={t.terms}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {lasts(type) !== 'never' && (
            <LengthInput
              form={form}
              name="duration"
              label={t.duration}
              hint={t.durationHints[type as 'subscription' | 'trial' | 'consumption']}
              required={lasts(type) === 'always'}
              units={TERM_UNITS}
            />
          )}
          <Decimal
            label={texts.portfolio.price}
            description={t.priceHint}
            currency={currency}
            {...form.getInputProps('price.amount')}
          />
        </SimpleGrid>
        <Switch
          label={t.requirePrimary}
          description={t.requirePrimaryHint}
          {...form.getInputProps('requirePrimary', { type: 'checkbox' })}
        />
      </Section>
      <Section title={texts.licenses.machines}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t.machinesMax}
            description={t.machinesMaxHint}
            min={1}
            max={10_000}
            allowDecimal={false}
            allowNegative={false}
            {...form.getInputProps('machinesMax')}
          />
          <LengthInput
            form={form}
            name="heartbeat"
            label={t.heartbeat}
            hint={t.heartbeatHint}
            units={HEARTBEAT_UNITS}
          />
        </SimpleGrid>
        <Switch
          label={t.floating}
          description={t.floatingHint}
          disabled={machinesMax === ''}
          {...form.getInputProps('floating', { type: 'checkbox' })}
        />
      </Section>
      <Section title={t.content}>
        <TagsInput
          label={t.entitlements}
          description={t.entitlementsHint}
          maxTags={100}
          splitChars={[',', ' ']}
          acceptValueOnBlur
          clearable
          {...form.getInputProps('entitlements')}
        />
        {!created && (
          <Radio.Group label={t.scheme} {...form.getInputProps('scheme')}>
            <Stack gap="xs" mt={4}>
              {SCHEMES.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t.schemes[value]}
                  description={t.schemeHints[value]}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </Section>
    </>
  );
}

interface LengthInputProps {
  form: UseFormReturnType<PolicyDraft>;
  name: 'duration' | 'heartbeat';
  label: string;
  hint: string;
  required?: boolean;
  units: readonly Unit[];
}

/** A number and its unit. */
function LengthInput({ form, name, label, hint, required, units }: LengthInputProps) {
  const { unit } = form.values[name];
  const offered = units.includes(unit) ? units : [unit, ...units];
  return (
    <Group align="flex-start" wrap="nowrap" gap="xs">
      <NumberInput
        label={label}
        description={hint}
        required={required}
        min={1}
        allowDecimal={false}
        allowNegative={false}
        flex={1}
        {...form.getInputProps(`${name}.count`)}
        error={form.errors[`${name}.count`] ?? form.errors[name]}
      />
      <Select
        mt={25}
        w={120}
        aria-label={t.unitOf(label)}
        allowDeselect={false}
        data={offered.map((value) => ({ value, label: unitName(value) }))}
        {...form.getInputProps(`${name}.unit`)}
      />
    </Group>
  );
}
