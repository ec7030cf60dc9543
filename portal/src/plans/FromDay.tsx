import { TextInput, type TextInputProps } from '@mantine/core';
import { texts } from '../texts';
import { firstDay } from './dates';

/** The first day of a new plan or new prices; empty for today. */
export function FromDay(props: TextInputProps) {
  return (
    <TextInput
      type="date"
      label={texts.planDates.from}
      description={texts.planDates.fromHint}
      min={firstDay()}
      {...props}
    />
  );
}
