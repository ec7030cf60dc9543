import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { texts } from '../texts';
import { FormProblem } from './FormProblem';
import { useSending } from './forms';
import type { Asked } from './WhyNot';

interface ConfirmDialogProps<T> {
  title: string;
  /** What will be different afterwards. */
  consequences: ReactNode;
  submit: string;
  /** For what cannot be undone. */
  final?: boolean;
  asked?: Asked;
  send: (headers: { 'Idempotency-Key': string }) => Promise<T>;
  done: (result: T) => void;
  close: () => void;
}

/** Asks before something is done, and says why if it was refused. */
export function ConfirmDialog<T>(props: ConfirmDialogProps<T>) {
  const { title, consequences, submit, final = false, asked, send, done, close } = props;
  const form = useForm({ initialValues: {} });
  const sending = useSending(form, { send: (_, headers) => send(headers), done });
  return (
    <Modal opened onClose={close} title={title}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <Alert color={final ? 'red' : 'blue'}>{consequences}</Alert>
          <FormProblem refusal={sending.refusal} asked={asked} />
          <Group>
            <Button type="submit" color={final ? 'red' : undefined} loading={sending.pending}>
              {submit}
            </Button>
            <Button variant="default" onClick={close} data-autofocus>
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
