import { Text, TextInput, type TextInputProps } from '@mantine/core';

interface DecimalProps extends TextInputProps {
  /** Of an amount; absent for a quantity. */
  currency?: string;
}

/** A decimal is text: what is typed is what is sent. */
export function Decimal({ currency, ...props }: DecimalProps) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      rightSection={
        currency && (
          <Text size="xs" c="dimmed">
            {currency}
          </Text>
        )
      }
      rightSectionWidth={currency ? 48 : undefined}
      {...props}
    />
  );
}
