import { Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { License } from '../api/types';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { orNull } from '../shared/forms';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { forgetLicenses, licenseQuery, patchLicense } from './calls';
import { NoteFields } from './NoteFields';

const t = texts.licenses.notes;

/** What its partner notes about a license: for itself, for the customer, and what was paid. */
export function Notes({ id }: { id: string }) {
  const queries = useQueryClient();
  const load = () => queries.fetchQuery({ ...licenseQuery(id), staleTime: 0 });
  return (
    <Section title={t.title}>
      <Fresh load={load} asked={{ action: 'see', resource: id }}>
        {(read) => <NotesForm read={read} load={load} />}
      </Fresh>
    </Section>
  );
}

interface NotesFormProps {
  read: Versioned<License>;
  load: () => Promise<Versioned<License>>;
}

function NotesForm({ read, load }: NotesFormProps) {
  const queries = useQueryClient();
  const { id } = read.value;
  const editing = useEditing(read, {
    load,
    values: (license: License) => ({
      resellerNotes: license.resellerNotes ?? '',
      customerDetails: license.customerDetails ?? '',
      customerPaid: license.customerPaid ?? false,
      customerPaidDate: license.customerPaidDate ?? '',
    }),
    send: (values, { etag, value }) =>
      patchLicense(id, etag, {
        resellerNotes: orNull(values.resellerNotes),
        customerDetails: orNull(values.customerDetails),
        ...(sold(value)
          ? {
              customerPaid: values.customerPaid,
              customerPaidDate: values.customerPaid ? orNull(values.customerPaidDate) : null,
            }
          : {}),
      }),
    done: (saved) => {
      queries.setQueryData(licenseQuery(id).queryKey, saved);
      notifications.show({ color: 'green', message: texts.states.saved });
      void forgetLicenses(queries);
    },
  });
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack maw={640}>
        <NoteFields form={editing.form} payment={sold(editing.stored)} />
        <EditButtons
          editing={editing}
          asked={{ action: 'see', resource: id }}
          changed={editing.form.isDirty()}
        />
      </Stack>
    </form>
  );
}

/** What the customer paid is noted by whoever sold it. */
function sold(license: License): boolean {
  return license.paymentStatus !== undefined;
}
