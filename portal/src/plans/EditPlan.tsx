import { Badge, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import type { Versioned } from '../api/client';
import type { Plan } from '../api/types';
import { may, useMe } from '../session/session';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { money } from '../shared/format';
import { Page } from '../shared/Page';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { patchPlan, planQuery } from './calls';
import { PlanFields } from './PlanFields';
import { RateCalculators, Rates } from './PlanTerms';
import { PriceDates } from './PriceDates';
import { draftOf, planErrors, planOf } from './rates';

const t = texts.plans;
const above = [{ to: '/plans', label: t.title }];

export default function EditPlan() {
  const { id = '' } = useParams();
  const queries = useQueryClient();
  const load = () => queries.fetchQuery({ ...planQuery(id), staleTime: 0 });
  const me = useMe();
  return (
    <Fresh
      key={id}
      load={load}
      around={(waiting) => (
        <Page title={t.plan} above={above}>
          {waiting}
        </Page>
      )}
    >
      {(read) =>
        read.value.ownerId === me.partner?.id && may(me, 'manage_plans') ? (
          <EditForm read={read} load={load} />
        ) : (
          <Page title={read.value.name} above={above} hint={t.aMonth(money(read.value.fee))}>
            <Section title={t.byUse}>
              <Rates plan={read.value} />
              <RateCalculators plan={read.value} />
            </Section>
            <PriceDates plan={read.value} manages={false} />
          </Page>
        )
      }
    </Fresh>
  );
}

interface EditFormProps {
  read: Versioned<Plan>;
  load: () => Promise<Versioned<Plan>>;
}

function EditForm({ read, load }: EditFormProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { id } = read.value;
  const { currency } = read.value.fee;
  const editing = useEditing(read, {
    load,
    values: draftOf,
    validate: (values) => planErrors(values, currency),
    send: (values, { etag }) =>
      patchPlan(id, etag, {
        ...planOf(values, currency),
        ...(values.from === '' ? {} : { from: values.from }),
      }),
    done: () => {
      notifications.show({ color: 'green', message: texts.states.saved });
      void queries.invalidateQueries({ queryKey: ['plans'] });
      void navigate('/plans');
    },
  });
  const plan = editing.stored;
  return (
    <Page
      title={plan.name}
      above={above}
      badge={plan.status === 'withdrawn' && <Badge color="gray">{t.statuses.withdrawn}</Badge>}
    >
      <form onSubmit={editing.onSubmit} noValidate>
        <Stack maw={860}>
          <PlanFields form={editing.form} currency={currency} key={editing.version} dated />
          <EditButtons
            editing={editing}
            cancel={() => void navigate('/plans')}
          />
        </Stack>
      </form>
      <PriceDates plan={plan} manages />
    </Page>
  );
}
