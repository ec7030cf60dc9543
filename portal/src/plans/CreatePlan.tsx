import { Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { createPlan } from './calls';
import { PlanFields } from './PlanFields';
import { newPlan, planErrors, planOf } from './rates';

const t = texts.plans;

export default function CreatePlan() {
  const currency = useMe().partner?.currency ?? 'EUR';
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: newPlan,
    validate: (values) => planErrors(values, currency),
  });
  const sending = useSending(form, {
    send: (values, headers) => createPlan(planOf(values, currency), headers),
    done: async (plan) => {
      notifications.show({ color: 'green', message: t.created(plan.name) });
      void queries.invalidateQueries({ queryKey: ['plans'] });
      await navigate('/plans');
    },
  });
  return (
    <Page title={t.create} above={[{ to: '/plans', label: t.title }]}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={860}>
          <PlanFields form={form} currency={currency} />
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" loading={sending.pending}>
              {t.create}
            </Button>
            <Button component={Link} to="/plans" variant="default">
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
