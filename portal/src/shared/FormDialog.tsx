import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { texts } from '../texts';
import { FormProblem } from './FormProblem';
import type { FormRefusal } from './forms';

interface FormDialogProps {
  title: string;
  /** What will be different afterwards. */
  consequences?: ReactNode;
  submit: string;
  sending: {
    onSubmit: FormEventHandler<HTMLFormElement>;
    refusal: FormRefusal | undefined;
    pending: boolean;
  };
  close: () => void;
  children: ReactNode;
}

/** A short form in a dialog. */
export function FormDialog(props: FormDialogProps) {
  const { title, consequences, submit, sending, close, children } = props;
  return (
    <Modal opened onClose={close} title={title}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          {consequences && <Alert color="blue">{consequences}</Alert>}
          {children}
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {submit}
            </Button>
            <Button variant="default" onClick={close}>
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
