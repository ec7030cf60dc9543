// The inputs of a meter: what it counts is said once, how it is shown and what it reads may change.
import { NumberInput, Select, SimpleGrid, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { texts } from '../texts';
import {
  AGGREGATIONS,
  DIMENSIONS_MAX,
  measures,
  POSITION_MAX,
  type MeterDraft,
  type MeterEdit,
  type Shown,
} from './meterDraft';

const t = texts.meters;

export function CountedFields({ form }: { form: UseFormReturnType<MeterDraft> }) {
  const { aggregation } = form.values;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        label={t.code}
        description={t.codeHint}
        required
        maxLength={64}
        autoComplete="off"
        {...form.getInputProps('code')}
      />
      <TextInput
        label={t.eventType}
        description={t.eventTypeHint}
        required
        maxLength={256}
        autoComplete="off"
        {...form.getInputProps('eventType')}
      />
      <Select
        label={t.aggregation}
        description={t.aggregationHints[aggregation]}
        required
        allowDeselect={false}
        data={AGGREGATIONS.map((one) => ({ value: one, label: t.aggregations[one] }))}
        {...form.getInputProps('aggregation')}
      />
      <ReadInputs form={form} />
    </SimpleGrid>
  );
}

/** What a meter that exists reads of an event, and what a change of it means. */
export function ReadFields<V extends MeterEdit>({ form }: { form: UseFormReturnType<V> }) {
  return (
    <Stack gap="xs">
      <Text size="sm">{t.readHint}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ReadInputs form={form} />
      </SimpleGrid>
    </Stack>
  );
}

function ReadInputs<V extends MeterEdit>({ form }: { form: UseFormReturnType<V> }) {
  return (
    <>
      {measures(form.values.aggregation) && (
        <TextInput
          label={t.valueProperty}
          description={t.valuePropertyHint}
          required
          maxLength={64}
          autoComplete="off"
          {...form.getInputProps('valueProperty')}
        />
      )}
      <TagsInput
        label={t.dimensions}
        description={t.dimensionsHint}
        maxTags={DIMENSIONS_MAX}
        clearable
        acceptValueOnBlur
        {...form.getInputProps('groupBy')}
      />
    </>
  );
}

interface ShownFieldsProps<V extends Shown> {
  form: UseFormReturnType<V>;
  /** What stands in place of a name. */
  code: string;
}

export function ShownFields<V extends Shown>({ form, code }: ShownFieldsProps<V>) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <TextInput
        label={t.displayName}
        placeholder={code}
        maxLength={100}
        {...form.getInputProps('displayName')}
      />
      <TextInput
        label={t.unit}
        description={t.unitHint}
        maxLength={30}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('unit')}
      />
      <NumberInput
        label={t.position}
        description={t.positionHint}
        min={1}
        max={POSITION_MAX}
        allowDecimal={false}
        allowNegative={false}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('position')}
      />
    </SimpleGrid>
  );
}
