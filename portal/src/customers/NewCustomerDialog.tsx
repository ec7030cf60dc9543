import { Button, Modal, Text } from '@mantine/core';
import type { Customer } from '../api/types';
import { texts } from '../texts';
import { NewCustomer } from './NewCustomer';

interface NewCustomerDialogProps {
  done: (customer: Customer) => void;
  close: () => void;
}

/** Beside a form, never within it: it is a form of its own. */
export function NewCustomerDialog({ done, close }: NewCustomerDialogProps) {
  return (
    <Modal opened onClose={close} title={texts.customers.create} size="lg">
      <NewCustomer
        around={(fields) => (
          <>
            <Text size="sm" c="dimmed">
              {texts.customers.createHint}
            </Text>
            {fields}
          </>
        )}
        done={done}
        cancel={
          <Button variant="default" onClick={close}>
            {texts.actions.cancel}
          </Button>
        }
      />
    </Modal>
  );
}
