import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Me, Statement, StatementLine } from '../api/types';
import { may } from '../session/session';
import { digitsOf, minorUnits } from '../shared/amounts';
import { Decimal } from '../shared/Decimal';
import { FormDialog } from '../shared/FormDialog';
import { decimal, month } from '../shared/format';
import { useSending } from '../shared/forms';
import { texts } from '../texts';
import { makeCreditNote } from './calls';
import { positive } from './draft';

const t = texts.credits.notes;

/** Who makes plans takes something off what those below it were billed. */
export function makesNotes(me: Me, { status, payerId }: Statement): boolean {
  return (
    status === 'closed' &&
    me.account.role === 'partner' &&
    may(me, 'manage_plans') &&
    me.partner?.id !== payerId
  );
}

/** A line of the statement's own month that something is owed for. */
export function isReducible({ period }: Statement, line: StatementLine): boolean {
  return line.period === period && line.amount.amount > 0;
}

interface CreditNoteProps {
  statementId: string;
  line: StatementLine;
  done: () => void;
  close: () => void;
}

export function CreditNote({ statementId, line, done, close }: CreditNoteProps) {
  const { currency } = line.amount;
  const form = useForm({
    initialValues: { amount: decimal(line.amount.amount, digitsOf(currency)), reason: '' },
    validate: {
      amount: (amount) => positive(amount, currency),
      reason: (reason) => (reason.trim() === '' ? texts.validation.required : null),
    },
  });
  const sending = useSending(form, {
    send: ({ amount, reason }, headers) =>
      makeCreditNote(
        {
          statementId,
          lineKey: line.key,
          amount: { amount: minorUnits(amount, digitsOf(currency)), currency },
          reason: reason.trim(),
        },
        headers,
      ),
    done,
  });
  return (
    <FormDialog
      title={t.make}
      consequences={t.makeHint(month(line.period))}
      submit={t.make}
      sending={sending}
      close={close}
    >
      <Text size="sm" className="wrap">
        {line.description}
      </Text>
      <Decimal
        label={t.amount}
        currency={currency}
        required
        data-autofocus
        {...form.getInputProps('amount')}
      />
      <TextInput label={t.reason} required maxLength={500} {...form.getInputProps('reason')} />
    </FormDialog>
  );
}
