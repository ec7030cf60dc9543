import { Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import type { Versioned } from '../api/client';
import { Decimal } from '../shared/Decimal';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { FormDialog } from '../shared/FormDialog';
import { useSending } from '../shared/forms';
import { texts } from '../texts';
import {
  createQuota,
  patchQuota,
  readQuota,
  type Balance,
  type Quota,
  type Subject,
} from './calls';
import { draftErrors, draftOf, newQuota, termsOf, type QuotaDraft } from './draft';

const t = texts.quotas;

interface DialogProps {
  done: () => void;
  close: () => void;
}

interface CreateProps extends DialogProps {
  subject: Subject;
  /** Those without a quota; at least one. */
  meters: Balance[];
}

export function CreateQuota({ subject, meters, done, close }: CreateProps) {
  const form = useForm({
    initialValues: { meter: meters[0]?.meter ?? '', ...newQuota },
    validate: draftErrors,
  });
  const sending = useSending(form, {
    send: ({ meter, ...draft }, headers) =>
      createQuota({ ...subject, meter, ...termsOf(draft) }, headers),
    done,
  });
  return (
    <FormDialog title={t.create} submit={t.create} sending={sending} close={close}>
      <Select
        label={texts.usage.meter}
        allowDeselect={false}
        data={meters.map(({ meter, displayName }) => ({ value: meter, label: displayName }))}
        {...form.getInputProps('meter')}
      />
      <Fields form={form as unknown as UseFormReturnType<QuotaDraft>} />
    </FormDialog>
  );
}

export function EditQuota({ id, done, close }: DialogProps & { id: string }) {
  const load = () => readQuota(id);
  return (
    <Modal opened onClose={close} title={t.edit}>
      <Fresh load={load}>
        {(read) => <EditForm read={read} load={load} done={done} close={close} />}
      </Fresh>
    </Modal>
  );
}

interface EditFormProps extends DialogProps {
  read: Versioned<Quota>;
  load: () => Promise<Versioned<Quota>>;
}

function EditForm({ read, load, done, close }: EditFormProps) {
  const editing = useEditing(read, {
    load,
    values: draftOf,
    validate: draftErrors,
    send: (draft: QuotaDraft, { value, etag }) => patchQuota(value.id, etag, termsOf(draft)),
    done,
  });
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack>
        <Fields form={editing.form} />
        <EditButtons editing={editing} cancel={close} />
      </Stack>
    </form>
  );
}

function Fields({ form }: { form: UseFormReturnType<QuotaDraft> }) {
  return (
    <>
      <Decimal
        label={t.included}
        description={t.includedHint}
        required
        data-autofocus
        {...form.getInputProps('included')}
      />
      <Radio.Group label={t.limit} {...form.getInputProps('limit')}>
        <Stack gap="xs" mt="xs">
          <Radio value="soft" label={t.limits.soft} description={t.softHint} />
          <Radio value="hard" label={t.limits.hard} description={t.hardHint} />
        </Stack>
      </Radio.Group>
      <TextInput
        label={t.thresholds}
        description={t.thresholdsHint}
        {...form.getInputProps('thresholds')}
      />
    </>
  );
}
