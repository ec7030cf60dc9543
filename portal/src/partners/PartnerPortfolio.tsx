import { Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { Grant, Partner } from '../api/types';
import { AskAccess } from '../portfolio/AskAccess';
import { useCatalog } from '../portfolio/catalog';
import { GrantPicker, draftErrors } from '../portfolio/GrantPicker';
import { draftOf, grantOf } from '../portfolio/grants';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { grantsQuery, putGrants } from './calls';

const t = texts.grants;

/** What the partner may sell; taking something away acts at once, for everybody below it too. */
export function PartnerPortfolio({ partner, manages }: { partner: Partner; manages: boolean }) {
  const grants = useQuery(grantsQuery(partner.id));
  return (
    <Stack>
      <Section title={t.title} hint={manages ? t.hint : undefined}>
        <QueryState query={grants} asked={{ action: 'see', resource: partner.id }}>
          {(read) => <Editor key={read.etag} partner={partner} grants={read} manages={manages} />}
        </QueryState>
      </Section>
      <AskAccess partnerId={partner.id} />
    </Stack>
  );
}

interface EditorProps {
  partner: Partner;
  grants: Versioned<Grant[]>;
  manages: boolean;
}

function Editor({ partner, grants, manages }: EditorProps) {
  const queries = useQueryClient();
  const catalog = useCatalog(partner.path[0]);
  const form = useForm({
    initialValues: { grants: grants.value.map(draftOf) },
    validate: (values) => draftErrors(values.grants),
  });
  const sending = useSending(form, {
    send: (values) => putGrants(partner.id, grants.etag, values.grants.map(grantOf)),
    done: (saved) => {
      notifications.show({ color: 'green', message: texts.states.saved });
      queries.setQueryData(grantsQuery(partner.id).queryKey, saved);
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <QueryState query={catalog}>
          {(products) => (
            <GrantPicker
              catalog={products}
              value={form.values.grants}
              onChange={(value) => form.setFieldValue('grants', value)}
              errors={form.errors}
              disabled={!manages}
            />
          )}
        </QueryState>
        <FormProblem
          refusal={sending.refusal}
          asked={{ action: 'manage_partner', resource: partner.id }}
        />
        {manages && (
          <Button
            type="submit"
            w="fit-content"
            disabled={!form.isDirty()}
            loading={sending.pending}
          >
            {texts.actions.save}
          </Button>
        )}
      </Stack>
    </form>
  );
}
