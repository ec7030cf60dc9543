import { ActionIcon, Button, Group, NumberInput, Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { PlusIcon, TrashIcon } from '@radix-ui/react-icons';
import type { SellableProduct } from '../api/types';
import { money } from '../shared/format';
import { texts } from '../texts';
import type { Line } from './newOrder';

const t = texts.orders;

interface LinesFieldProps<V extends { lines: Line[] }> {
  form: UseFormReturnType<V>;
  products: SellableProduct[];
}

/** What is ordered: a policy of the portfolio and how much of it, line by line. */
export function LinesField<V extends { lines: Line[] }>({ form, products }: LinesFieldProps<V>) {
  const choices = products.map((product) => ({
    group: product.name,
    items: product.policies.map(({ policyId, name, price }) => ({
      value: policyId,
      label: price ? `${name} · ${money(price)}` : name,
    })),
  }));
  return (
    <>
      {form.values.lines.map((_, index) => (
        <Group key={index} align="flex-start" wrap="nowrap">
          <Select
            label={t.policy}
            data={choices}
            searchable
            required
            allowDeselect={false}
            flex={1}
            {...form.getInputProps(`lines.${index}.policyId`)}
          />
          <NumberInput
            label={t.quantity}
            min={1}
            allowDecimal={false}
            required
            w={120}
            {...form.getInputProps(`lines.${index}.quantity`)}
          />
          {form.values.lines.length > 1 && (
            <ActionIcon
              mt={28}
              variant="subtle"
              color="red"
              aria-label={t.removeLine(index + 1)}
              onClick={() => form.removeListItem('lines', index)}
            >
              <TrashIcon />
            </ActionIcon>
          )}
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<PlusIcon />}
        onClick={() => form.insertListItem('lines', { policyId: '', quantity: 1 } as never)}
      >
        {t.addLine}
      </Button>
    </>
  );
}
