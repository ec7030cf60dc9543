import { ActionIcon, Anchor, Badge, Group, Text, Tooltip } from '@mantine/core';
import { Pencil1Icon, TrashIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Partner, Plan } from '../api/types';
import { may, useMe } from '../session/session';
import type { Column } from '../shared/DataTable';
import { Email } from '../shared/Email';
import { date } from '../shared/format';
import { planQuery, plansQuery } from '../plans/calls';
import { PlanInfo } from '../plans/PlanTerms';
import type { Paged } from '../shared/lists';
import { texts } from '../texts';
import { useDeletePartner } from './DeletePartner';
import type { Kind } from './kinds';
import { StatusSwitch } from './StatusSwitch';

const t = texts.partners;

export function usePartnerColumns(kind: Kind, list: Paged<Partner>): Column<Partner>[] {
  const me = useMe();
  const plans = useQuery(plansQuery);
  const confirmDelete = useDeletePartner();
  const own = me.partner?.planId;
  const ownPlan = useQuery({ ...planQuery(own ?? ''), enabled: own !== undefined });
  const manages = may(me, 'manage_partners');
  // A partner stands in its own list too, and can do nothing about itself there.
  const isMe = (partner: Partner) => partner.id === me.partner?.id;
  const planOf = ({ planId }: Partner) =>
    plans.data?.find(({ id }) => id === planId) ??
    (planId === own ? ownPlan.data?.value : undefined);
  return [
    {
      id: 'name',
      header: texts.fields.name,
      sortable: true,
      cell: (partner) => (
        <Group gap={6}>
          <Anchor
            component={Link}
            to={`/partner/${partner.id}`}
            size="sm"
            fw={600}
            className="wrap"
          >
            {partner.name}
          </Anchor>
          {isMe(partner) && <Badge color="gray">{texts.staff.you}</Badge>}
        </Group>
      ),
    },
    {
      id: 'email',
      header: texts.fields.email,
      sortable: true,
      cell: (partner) => (
        <Text size="sm">
          <Email address={partner.email} />
        </Text>
      ),
    },
    ...(kind === 'vendors'
      ? []
      : [
          {
            id: 'model',
            header: t.type,
            cell: (partner: Partner) =>
              partner.model ? t.models[partner.model] : texts.states.none,
          },
          {
            id: 'plan',
            header: t.plan,
            nowrap: true,
            cell: (partner: Partner) => (
              <PlanName plan={planOf(partner)} id={partner.planId} />
            ),
          },
        ]),
    {
      id: 'createdAt',
      nowrap: true,
      header: t.joinedOn,
      sortable: true,
      cell: (partner) => date(partner.createdAt),
    },
    {
      id: 'status',
      header: texts.fields.status,
      sortable: true,
      cell: (partner) => (
        <StatusSwitch partner={partner} queryKey={list.queryKey} disabled={!manages || isMe(partner)} />
      ),
    },
    ...(manages
      ? [
          {
            id: 'actions',
            header: t.actions,
            unlabelled: true,
            align: 'right' as const,
            cell: (partner: Partner) =>
              !isMe(partner) && (
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  <Tooltip label={texts.actions.edit}>
                    <ActionIcon
                      component={Link}
                      to={`/partner/${partner.id}/details?edit`}
                      variant="subtle"
                      color="gray"
                      aria-label={t.edit(partner.name)}
                    >
                      <Pencil1Icon />
                    </ActionIcon>
                  </Tooltip>
                  <Tooltip label={texts.actions.delete}>
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      aria-label={t.delete(partner.name)}
                      onClick={() => confirmDelete(partner)}
                    >
                      <TrashIcon />
                    </ActionIcon>
                  </Tooltip>
                </Group>
              ),
          },
        ]
      : []),
  ];
}

/** A plan's name, and what it costs behind the info icon. */
export function PlanName({ plan, id }: { plan?: Plan; id?: string }) {
  if (id === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {t.noPlan}
      </Text>
    );
  }
  if (plan === undefined) {
    return <Text size="sm">{t.aPlan}</Text>;
  }
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm">{plan.name}</Text>
      <PlanInfo plan={plan} />
    </Group>
  );
}
