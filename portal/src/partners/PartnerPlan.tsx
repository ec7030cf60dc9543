import { Select, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { Partner, Plan } from '../api/types';
import { plansQuery } from '../plans/calls';
import { ComingPlan } from '../plans/ComingPlan';
import { fromDay } from '../plans/dates';
import { FromDay } from '../plans/FromDay';
import { PlanFacts } from '../plans/PlanTerms';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { forgetPartners, patchPartner } from './calls';
import { useEditPartner } from './useEdit';

const t = texts.partners.planTab;

interface PlanProps {
  partner: Partner;
  manages: boolean;
}

/** What the partner pays its parent. */
export function PartnerPlan({ partner, manages }: PlanProps) {
  const queries = useQueryClient();
  return (
    <Section title={t.title} hint={t.hint}>
      {partner.planId ? <PlanFacts id={partner.planId} /> : <Text size="sm">{t.none}</Text>}
      <ComingPlan
        planId={partner.planId}
        plans={partner.plans}
        manages={manages}
        asked={{ action: 'manage_partner', resource: partner.id }}
        send={(change) => patchPartner(partner.id, undefined, change)}
        done={() => void forgetPartners(queries)}
      />
      {manages && <ChangePlan key={JSON.stringify(partner.plans)} partner={partner} />}
    </Section>
  );
}

function ChangePlan({ partner }: { partner: Partner }) {
  const plans = useQuery(plansQuery);
  const { load } = useEditPartner(partner.id);
  return (
    <QueryState query={plans}>
      {(all) => (
        <Fresh load={load} asked={{ action: 'manage_partner', resource: partner.id }}>
          {(read) => <Change read={read} plans={all} />}
        </Fresh>
      )}
    </QueryState>
  );
}

function Change({ read, plans }: { read: Versioned<Partner>; plans: Plan[] }) {
  const { id } = read.value;
  const edit = useEditPartner(id);
  const editing = useEditing(read, {
    ...edit,
    values: (partner: Partner) => ({ planId: partner.planId ?? null, planFrom: '' }),
    send: ({ planId, planFrom }, at) => edit.send({ planId, ...fromDay(planFrom) }, at),
  });
  const { form, stored } = editing;
  const offered = plans.filter(
    (plan) =>
      plan.id === stored.planId || (plan.ownerId === stored.parentId && plan.status === 'active'),
  );
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack maw={420}>
        <Select
          label={t.change}
          placeholder={texts.partners.noPlan}
          nothingFoundMessage={t.noneOffered}
          clearable
          searchable
          data={offered.map((plan) => ({ value: plan.id, label: plan.name }))}
          {...form.getInputProps('planId')}
        />
        <FromDay {...form.getInputProps('planFrom')} />
        <EditButtons
          editing={editing}
          asked={{ action: 'manage_partner', resource: id }}
          changed={form.isDirty()}
        />
      </Stack>
    </form>
  );
}
