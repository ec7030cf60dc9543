import { Modal, MultiSelect, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../session/session';
import { Decimal } from '../shared/Decimal';
import { FormDialog } from '../shared/FormDialog';
import { meterName, money, thisPeriod } from '../shared/format';
import { useSending } from '../shared/forms';
import { QueryState } from '../shared/QueryState';
import { monthChoices } from '../statements/months';
import { texts } from '../texts';
import { metersOf } from '../usage/meters';
import { currencyQuery, giveCredit, voidCredit, type Credit, type Payer } from './calls';
import { draftErrors, monthsFrom, newCredit, plusMonths, termsOf } from './draft';

const t = texts.credits;

interface DialogProps {
  done: () => void;
  close: () => void;
}

interface GiveProps extends DialogProps {
  payer: Payer;
}

export function GiveCredit({ payer, done, close }: GiveProps) {
  const currency = useQuery(currencyQuery(payer));
  if (currency.data) {
    return <GiveForm payer={payer} currency={currency.data} done={done} close={close} />;
  }
  return (
    <Modal opened onClose={close} title={t.give}>
      <QueryState query={currency}>{() => <Text size="sm">{t.noPlan}</Text>}</QueryState>
    </Modal>
  );
}

function GiveForm({ payer, currency, done, close }: GiveProps & { currency: string }) {
  const me = useMe();
  const meters = useQuery(metersOf(me, me.partner?.path[0] ?? ''));
  const form = useForm({
    initialValues: newCredit(),
    validate: (draft) => draftErrors(draft, currency),
  });
  const sending = useSending(form, {
    send: (draft, headers) => giveCredit({ ...payer, ...termsOf(draft, currency) }, headers),
    done,
  });
  const last = plusMonths(thisPeriod(), -1);
  const { kind, from } = form.values;
  return (
    <FormDialog title={t.give} submit={t.give} sending={sending} close={close}>
      <Radio.Group label={t.kind} {...form.getInputProps('kind')}>
        <Stack gap="xs" mt="xs">
          <Radio value="grant" label={t.kinds.grant} description={t.kindHints.grant} />
          <Radio value="prepaid" label={t.kinds.prepaid} description={t.kindHints.prepaid} />
        </Stack>
      </Radio.Group>
      <Decimal
        label={t.amount}
        description={t.amountHint}
        currency={currency}
        required
        data-autofocus
        {...form.getInputProps('amount')}
      />
      {kind === 'prepaid' && (
        <Decimal
          label={t.price}
          description={t.priceHint}
          currency={currency}
          {...form.getInputProps('price')}
        />
      )}
      <Select
        label={t.from}
        data={monthChoices(monthsFrom(last))}
        allowDeselect={false}
        searchable
        {...form.getInputProps('from')}
      />
      <Select
        label={t.until}
        description={t.untilHint}
        data={monthChoices(monthsFrom(from < thisPeriod() ? thisPeriod() : from))}
        allowDeselect={false}
        searchable
        {...form.getInputProps('until')}
      />
      <MultiSelect
        label={t.meters}
        description={t.metersHint}
        data={(meters.data ?? []).map(({ code }) => ({ value: code, label: meterName(code) }))}
        searchable
        {...form.getInputProps('meters')}
      />
      <TextInput
        label={t.priority}
        description={t.priorityHint}
        inputMode="numeric"
        {...form.getInputProps('priority')}
      />
      <TextInput
        label={t.note}
        description={t.noteHint}
        required
        maxLength={200}
        {...form.getInputProps('note')}
      />
    </FormDialog>
  );
}

export function VoidCredit({ credit, done, close }: DialogProps & { credit: Credit }) {
  const form = useForm({
    initialValues: { reason: '' },
    validate: {
      reason: (reason) => (reason.trim() === '' ? texts.validation.required : null),
    },
  });
  const sending = useSending(form, {
    send: ({ reason }, headers) => voidCredit(credit.id, reason.trim(), headers),
    done,
  });
  return (
    <FormDialog
      title={t.endTitle(credit.note)}
      consequences={t.endHint(money(credit.remaining))}
      submit={t.end}
      sending={sending}
      close={close}
    >
      <TextInput
        label={t.reason}
        required
        maxLength={500}
        data-autofocus
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  );
}
