import { Select, type SelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Plan } from '../api/types';
import { partnerQuery } from '../partners/calls';
import { planQuery, plansQuery } from '../plans/calls';
import { useMe } from '../session/session';
import type { Choice } from '../shared/RemoteSelect';
import { texts } from '../texts';

const t = texts.customers;

interface PlanSelectProps extends Omit<SelectProps, 'data'> {
  /** Whose customer it is; empty while that is not chosen. */
  partnerId: string;
  /** The plan that the customer is on. */
  present?: string;
}

/** A plan for a customer; nothing where there is none to choose. */
export function PlanSelect({ partnerId, present, ...select }: PlanSelectProps) {
  const me = useMe();
  const partner = useQuery({ ...partnerQuery(partnerId), enabled: partnerId !== '' });
  const plans = useQuery(plansQuery);
  // With commission one sells the plan above that one is on oneself: the only one there to be read.
  const sold = me.partner?.model === 'commission' ? me.partner.planId : undefined;
  const above = useQuery({ ...planQuery(sold ?? ''), enabled: sold !== undefined });
  const choices = planChoices(
    [...(plans.data ?? []), ...(above.data ? [above.data.value] : [])],
    partner.data?.value.path ?? [],
    present,
  );
  return (
    choices.length > 0 && (
      <Select
        label={t.planOptional}
        placeholder={t.noPlan}
        clearable
        searchable
        data={choices}
        {...select}
      />
    )
  );
}

/**
 * What is offered by the customer's partner or one above it; the plan that the customer is on may
 * stay, whatever became of it.
 *
 * @param path from the vendor down to the customer's partner
 */
export function planChoices(plans: Plan[], path: string[], present?: string): Choice[] {
  const choices = plans
    .filter(
      ({ id, ownerId, status }) =>
        id === present || (status === 'active' && path.includes(ownerId)),
    )
    .map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = present === undefined || choices.some(({ value }) => value === present);
  return isKnown ? choices : [{ value: present, label: t.planAbove }, ...choices];
}
