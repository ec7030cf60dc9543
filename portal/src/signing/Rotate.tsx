import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { ExclamationTriangleIcon } from '@radix-ui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { texts } from '../texts';
import { rotate, signingKeysQuery } from './calls';

const t = texts.signingKeys;

/** Makes a new key that signs from now on; what that means has to be confirmed. */
export function Rotate({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { confirmed: false } });
  const sending = useSending(form, {
    send: (_, headers) => rotate(headers),
    done: async ({ kid }) => {
      await queries.invalidateQueries({ queryKey: signingKeysQuery.queryKey });
      notifications.show({ color: 'green', message: t.rotated(kid) });
      close();
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <Alert color="yellow" icon={<ExclamationTriangleIcon />} title={t.consequence}>
          <Text size="sm">{t.consequenceHint}</Text>
        </Alert>
        <Checkbox
          label={t.confirm}
          {...form.getInputProps('confirmed', { type: 'checkbox' })}
        />
        <FormProblem refusal={sending.refusal} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.actions.cancel}
          </Button>
          <Button
            type="submit"
            color="red.8"
            disabled={!form.values.confirmed}
            loading={sending.pending}
          >
            {t.rotate}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
