// The inputs that creating and editing a product have in common.
import { NumberInput, Radio, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { texts } from '../texts';
import { KINDS, USUAL_TRIAL_DAYS, type ProductDraft } from './productDraft';

const t = texts.catalog;

interface FieldsProps {
  form: UseFormReturnType<ProductDraft>;
  /** What it is and its code are said once, when it is created. */
  created: boolean;
}

export function ProductFields({ form, created }: FieldsProps) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={texts.fields.name}
          description={t.nameHint}
          required
          maxLength={200}
          {...form.getInputProps('name')}
        />
        {!created && (
          <TextInput
            label={t.code}
            description={t.codeHint}
            required
            maxLength={64}
            autoComplete="off"
            {...form.getInputProps('code')}
          />
        )}
      </SimpleGrid>
      {!created && (
        <Radio.Group label={t.kind} {...form.getInputProps('kind')}>
          <Stack gap="xs" mt={4}>
            {KINDS.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={texts.portfolio.kinds[kind]}
                description={t.kindHints[kind]}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <Textarea
        label={t.description}
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={10}
        {...form.getInputProps('description')}
      />
      <NumberInput
        label={t.trialDays}
        description={t.trialDaysHint}
        placeholder={String(USUAL_TRIAL_DAYS)}
        min={1}
        max={3_650}
        allowDecimal={false}
        allowNegative={false}
        maw={320}
        {...form.getInputProps('trialDays')}
      />
    </>
  );
}
