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
import { GRACE_UNITS, HEARTBEAT_UNITS, TERM_UNITS, unitName, type Unit } from './durations';
import {
  lasts,
  MATCHINGS,
  OVERAGES,
  SCHEMES,
  STARTS,
  TRIALS,
  TYPES,
  USAGE_AFTER_END,
  withType,
  type PolicyDraft,
} from './policyDraft';

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
          {lasts(type) !== 'never' && (
            <>
              <Choice
                form={form}
                name="expiresFrom"
                label={t.expiresFrom}
                hint={t.expiresFromHint}
                values={STARTS}
                labels={t.starts}
              />
              <LengthInput
                form={form}
                name="grace"
                label={t.grace}
                hint={t.graceHint}
                units={GRACE_UNITS}
              />
            </>
          )}
          <Choice
            form={form}
            name="usageAfterEnd"
            label={t.usageAfterEnd}
            hint={t.usageAfterEndHint}
            values={USAGE_AFTER_END}
            labels={t.usagesAfterEnd}
          />
          <Choice
            form={form}
            name="trials"
            label={t.trials}
            hint={t.trialsHint}
            values={TRIALS}
            labels={t.trialRules}
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
          {machinesMax !== '' && (
            <>
              <Choice
                form={form}
                name="overage.mode"
                label={t.overage}
                hint={t.overageHint}
                values={OVERAGES}
                labels={t.overages}
              />
              {form.values.overage.mode === 'up_to' && (
                <TextInput
                  label={t.factor}
                  description={t.factorHint}
                  required
                  inputMode="decimal"
                  {...form.getInputProps('overage.factor')}
                />
              )}
              <Choice
                form={form}
                name="matching"
                label={t.matching}
                hint={t.matchingHint}
                values={MATCHINGS}
                labels={t.matchings}
              />
            </>
          )}
        </SimpleGrid>
        <Switch
          label={t.strict}
          description={t.strictHint}
          disabled={machinesMax === ''}
          {...form.getInputProps('strict', { type: 'checkbox' })}
        />
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
        <Switch
          label={t.filesWithoutEnd}
          description={t.filesWithoutEndHint}
          {...form.getInputProps('filesWithoutEnd', { type: 'checkbox' })}
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

interface ChoiceProps<T extends string> {
  form: UseFormReturnType<PolicyDraft>;
  name: string;
  label: string;
  hint: string;
  values: T[];
  labels: Record<T, string>;
}

function Choice<T extends string>({ form, name, label, hint, values, labels }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      description={hint}
      allowDeselect={false}
      data={values.map((value) => ({ value, label: labels[value] }))}
      {...form.getInputProps(name)}
    />
  );
}

interface LengthInputProps {
  form: UseFormReturnType<PolicyDraft>;
  name: 'duration' | 'grace' | 'heartbeat';
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
