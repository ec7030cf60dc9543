import {
  ActionIcon,
  Button,
  Group,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { PlusIcon, TrashIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { metersQuery } from '../meters/calls';
import { Decimal } from '../shared/Decimal';
import { meterName } from '../shared/format';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { FromDay } from './FromDay';
import { RateCalculator } from './RateCalculator';
import {
  completeRate,
  MODELS,
  newRate,
  newTier,
  rateName,
  tiered,
  type PlanDraft,
} from './rates';

const t = texts.plans;

interface FieldsProps {
  form: UseFormReturnType<PlanDraft>;
  currency: string;
  /** Of a plan that exists: new prices hold from some day on. */
  dated?: boolean;
}

/** Name, fee, and what each meter costs. */
export function PlanFields({ form, currency, dated = false }: FieldsProps) {
  return (
    <>
      <Section title={t.plan}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={texts.fields.name}
            required
            maxLength={200}
            {...form.getInputProps('name')}
          />
          <Decimal
            label={t.fee}
            required
            currency={currency}
            {...form.getInputProps('fee.amount')}
          />
          {dated && <FromDay label={t.newPrices} {...form.getInputProps('from')} />}
        </SimpleGrid>
        <Switch
          label={t.offered}
          description={t.offeredHint}
          {...form.getInputProps('offered', { type: 'checkbox' })}
        />
      </Section>
      <Section title={t.byUse} hint={t.byUseHint}>
        {form.values.rates.length === 0 && (
          <Text size="sm" c="dimmed">
            {t.noRates}
          </Text>
        )}
        {form.values.rates.map((_, index) => (
          <RateFields key={index} form={form} currency={currency} index={index} />
        ))}
        {form.errors.rates && (
          <Text size="sm" c="var(--mantine-color-error)">
            {form.errors.rates}
          </Text>
        )}
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          leftSection={<PlusIcon />}
          onClick={() => form.insertListItem('rates', newRate())}
        >
          {t.addRate}
        </Button>
      </Section>
    </>
  );
}

function RateFields({ form, currency, index }: FieldsProps & { index: number }) {
  const meters = useQuery(metersQuery);
  const { meter, where, rate } = form.values.rates[index]!;
  const at = `rates.${index}`;
  const names = new Map((meters.data ?? []).map(({ code, displayName }) => [code, displayName]));
  const codes = new Set([...names.keys(), meter]);
  codes.delete('');
  const dimensions = new Set([
    ...(meters.data?.find(({ code }) => code === meter)?.groupBy ?? []),
    ...Object.keys(where),
  ]);
  const name = meter === '' ? t.rate(index + 1) : rateName(meter, where, names.get(meter));
  return (
    <Paper withBorder p="md" component="fieldset" m={0} miw={0}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text component="legend" fw={600} p={0}>
            {name}
          </Text>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t.removeRate(name)}
            onClick={() => form.removeListItem('rates', index)}
          >
            <TrashIcon />
          </ActionIcon>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Select
            label={texts.usage.meter}
            required
            allowDeselect={false}
            data={[...codes].map((code) => ({ value: code, label: meterName(code, names.get(code)) }))}
            nothingFoundMessage={texts.usage.noMeters}
            {...form.getInputProps(`${at}.meter`)}
          />
          <Select
            label={t.model}
            required
            allowDeselect={false}
            data={MODELS.map((value) => ({ value, label: t.models[value] }))}
            {...form.getInputProps(`${at}.rate.model`)}
          />
          {!tiered(rate.model) && (
            <Decimal
              label={t.unitPrices[rate.model as 'unit' | 'package' | 'flat']}
              required
              currency={currency}
              {...form.getInputProps(`${at}.rate.unit`)}
            />
          )}
          {rate.model === 'package' && (
            <Decimal
              label={t.packageSize}
              required
              {...form.getInputProps(`${at}.rate.packageSize`)}
            />
          )}
        </SimpleGrid>
        {dimensions.size > 0 && (
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {[...dimensions].map((dimension) => (
              <TextInput
                key={dimension}
                label={t.onlyWhere(dimension)}
                description={t.onlyWhereHint}
                maxLength={128}
                value={where[dimension] ?? ''}
                onChange={({ currentTarget: { value } }) =>
                  form.setFieldValue(`${at}.where`, { ...where, [dimension]: value })
                }
              />
            ))}
          </SimpleGrid>
        )}
        {form.errors[`${at}.where`] && (
          <Text size="sm" c="var(--mantine-color-error)">
            {form.errors[`${at}.where`]}
          </Text>
        )}
        {tiered(rate.model) && <Tiers form={form} currency={currency} index={index} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Decimal
            label={t.included}
            description={t.includedHint}
            {...form.getInputProps(`${at}.rate.included`)}
          />
          <Decimal
            label={t.minimum}
            description={t.minimumHint}
            currency={currency}
            {...form.getInputProps(`${at}.rate.minimum`)}
          />
        </SimpleGrid>
        <RateCalculator name={name} rate={completeRate(form.values, index, currency)} />
      </Stack>
    </Paper>
  );
}

function Tiers({ form, currency, index }: FieldsProps & { index: number }) {
  const { tiers } = form.values.rates[index]!.rate;
  const at = `rates.${index}.rate.tiers`;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t.tiersHint}
      </Text>
      {tiers.map((_, tier) => {
        const last = tier === tiers.length - 1;
        return (
          <Group key={tier} align="flex-start" wrap="nowrap" gap="xs">
            <SimpleGrid cols={{ base: 1, xs: 3 }} flex={1} spacing="xs">
              <Decimal
                label={t.upTo}
                placeholder={last ? t.noEnd : undefined}
                {...form.getInputProps(`${at}.${tier}.upTo`)}
              />
              <Decimal
                label={t.unitPrices.unit}
                currency={currency}
                {...form.getInputProps(`${at}.${tier}.unit`)}
              />
              <Decimal
                label={t.tierFlat}
                currency={currency}
                {...form.getInputProps(`${at}.${tier}.flat`)}
              />
            </SimpleGrid>
            <ActionIcon
              mt={28}
              variant="subtle"
              color="red"
              disabled={tiers.length === 1}
              aria-label={t.removeTier(tier + 1)}
              onClick={() => form.removeListItem(at, tier)}
            >
              <TrashIcon />
            </ActionIcon>
          </Group>
        );
      })}
      {form.errors[at] && (
        <Text size="sm" c="var(--mantine-color-error)">
          {form.errors[at]}
        </Text>
      )}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<PlusIcon />}
        onClick={() => form.insertListItem(at, newTier())}
      >
        {t.addTier}
      </Button>
    </Stack>
  );
}
