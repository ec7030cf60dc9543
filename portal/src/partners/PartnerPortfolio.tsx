import { Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { Grant, Partner } from '../api/types';
import { AskAccess } from '../portfolio/AskAccess';
import { useCatalog } from '../portfolio/catalog';
import { GrantPicker, draftErrors } from '../portfolio/GrantPicker';
import { draftOf, grantOf } from '../portfolio/grants';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import type { Asked } from '../shared/WhyNot';
import { texts } from '../texts';
import { grantsQuery, putGrants } from './calls';

const t = texts.grants;

/** What the partner may sell; taking something away acts at once, for everybody below it too. */
export function PartnerPortfolio({ partner, manages }: { partner: Partner; manages: boolean }) {
  const asked: Asked = { action: 'see', resource: partner.id };
  return (
    <Stack>
      <Section title={t.title} hint={manages ? t.hint : undefined}>
        {manages ? (
          <Edit partner={partner} asked={asked} />
        ) : (
          <Read partner={partner} asked={asked} />
        )}
      </Section>
      <AskAccess partnerId={partner.id} />
    </Stack>
  );
}

interface PartProps {
  partner: Partner;
  asked: Asked;
}

function Read({ partner, asked }: PartProps) {
  const grants = useQuery(grantsQuery(partner.id));
  const catalog = useCatalog(partner.id);
  return (
    <QueryState query={grants} asked={asked}>
      {({ value }) => (
        <QueryState query={catalog} asked={asked}>
          {(products) => (
            <GrantPicker
              catalog={products}
              value={value.map(draftOf)}
              onChange={() => {}}
              disabled
            />
          )}
        </QueryState>
      )}
    </QueryState>
  );
}

function Edit({ partner, asked }: PartProps) {
  const queries = useQueryClient();
  const load = () => queries.fetchQuery({ ...grantsQuery(partner.id), staleTime: 0 });
  return (
    <Fresh load={load} asked={asked}>
      {(read) => <Editor partner={partner} read={read} load={load} />}
    </Fresh>
  );
}

interface EditorProps {
  partner: Partner;
  read: Versioned<Grant[]>;
  load: () => Promise<Versioned<Grant[]>>;
}

function Editor({ partner, read, load }: EditorProps) {
  const queries = useQueryClient();
  const catalog = useCatalog(partner.parentId);
  const editing = useEditing(read, {
    load,
    values: (grants: Grant[]) => ({ grants: grants.map(draftOf) }),
    validate: (values) => draftErrors(values.grants),
    send: (values, at) => putGrants(partner.id, at.etag, values.grants.map(grantOf)),
    done: (saved) => {
      notifications.show({ color: 'green', message: texts.states.saved });
      queries.setQueryData(grantsQuery(partner.id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ['portfolio'] });
    },
  });
  const { form } = editing;
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack>
        <QueryState query={catalog}>
          {(products) => (
            <GrantPicker
              catalog={products}
              value={form.values.grants}
              onChange={(value) => form.setFieldValue('grants', value)}
              errors={form.errors}
            />
          )}
        </QueryState>
        <EditButtons
          editing={editing}
          asked={{ action: 'manage_partner', resource: partner.id }}
          changed={form.isDirty()}
        />
      </Stack>
    </form>
  );
}
