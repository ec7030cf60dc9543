// The inputs that creating a license and editing its notes have in common.
import { Checkbox, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { texts } from '../texts';

const t = texts.licenses.notes;

const NOTE_CHARS_MAX = 2_000;

export interface NoteValues {
  resellerNotes: string;
  customerDetails: string;
  customerPaid: boolean;
  customerPaidDate: string;
}

interface NoteFieldsProps<V extends NoteValues> {
  form: UseFormReturnType<V>;
  /** Off for whoever did not sell it. */
  payment?: boolean;
}

export function NoteFields<V extends NoteValues>({ form, payment = true }: NoteFieldsProps<V>) {
  return (
    <>
      <Textarea
        label={t.resellerNotes}
        description={t.resellerNotesHint}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={NOTE_CHARS_MAX}
        {...form.getInputProps('resellerNotes')}
      />
      <Textarea
        label={t.customerDetails}
        description={t.customerDetailsHint}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={NOTE_CHARS_MAX}
        {...form.getInputProps('customerDetails')}
      />
      {payment && (
        <>
          <Checkbox
            label={t.customerPaid}
            {...form.getInputProps('customerPaid', { type: 'checkbox' })}
          />
          {form.values.customerPaid && (
            <TextInput
              type="date"
              label={t.customerPaidDate}
              maw={220}
              {...form.getInputProps('customerPaidDate')}
            />
          )}
        </>
      )}
    </>
  );
}
