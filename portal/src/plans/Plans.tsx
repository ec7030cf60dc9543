import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link } from 'react-router';
import type { Plan } from '../api/types';
import { PartnerName } from '../partners/PartnerName';
import { may, useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { meterName, money } from '../shared/format';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { listPlans } from './calls';
import { PlanInfo } from './PlanTerms';

const t = texts.plans;

/** The plans of one's own, and of the partners below. */
export default function Plans() {
  const me = useMe();
  const list = usePages(['plans', 'list'], {}, listPlans);
  const columns: Column<Plan>[] = [
    {
      id: 'name',
      header: texts.fields.name,
      cell: (plan) => (
        <Group gap={4} wrap="nowrap">
          {plan.ownerId === me.partner?.id && may(me, 'manage_plans') ? (
            <Anchor component={Link} to={`/plans/${plan.id}`} size="sm" fw={600} className="wrap">
              {plan.name}
            </Anchor>
          ) : (
            <Text size="sm" fw={600} className="wrap">
              {plan.name}
            </Text>
          )}
          <PlanInfo plan={plan} />
        </Group>
      ),
    },
    {
      id: 'owner',
      header: t.offeredBy,
      cell: (plan) => <PartnerName id={plan.ownerId} />,
    },
    { id: 'fee', header: t.fee, align: 'right', nowrap: true, cell: (plan) => money(plan.fee) },
    {
      id: 'rates',
      header: t.byUse,
      cell: (plan) =>
        plan.rates.length === 0
          ? texts.states.none
          : plan.rates.map(({ meter }) => meterName(meter)).join(', '),
    },
    {
      id: 'status',
      header: texts.fields.status,
      cell: (plan) => (
        <Badge color={plan.status === 'active' ? 'green' : 'gray'}>{t.statuses[plan.status]}</Badge>
      ),
    },
  ];
  const create = may(me, 'manage_plans') && (
    <Button component={Link} to="/plans/new" leftSection={<PlusIcon />}>
      {t.create}
    </Button>
  );
  return (
    <Page title={t.title} hint={t.hint} actions={create}>
      <DataTable
        label={t.title}
        list={list}
        columns={columns}
        rowId={(plan) => plan.id}
        empty={<Nothing title={t.empty} hint={t.emptyHint} action={create} />}
      />
    </Page>
  );
}
