import { Button, Select, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { Partner } from '../api/types';
import { Facts } from '../shared/Facts';
import { FormProblem } from '../shared/FormProblem';
import { money } from '../shared/format';
import { useSending } from '../shared/forms';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { plansQuery } from './calls';
import { useEditPartner } from './useEdit';

const t = texts.partners.planTab;

interface PlanProps {
  partner: Partner;
  etag: string | undefined;
  manages: boolean;
}

/** What the partner pays its parent. */
export function PartnerPlan({ partner, etag, manages }: PlanProps) {
  const plans = useQuery(plansQuery);
  const edit = useEditPartner(partner, etag);
  const form = useForm({ initialValues: { planId: partner.planId ?? null } });
  const sending = useSending(form, { send: edit.send, done: edit.done });
  return (
    <QueryState query={plans}>
      {(all) => {
        const current = all.find(({ id }) => id === partner.planId);
        const offered = all.filter(
          ({ id, ownerId, status }) =>
            id === partner.planId || (ownerId === partner.parentId && status === 'active'),
        );
        return (
          <Section title={t.title} hint={t.hint}>
            <Facts
              facts={[
                [
                  texts.partners.plan,
                  current?.name ?? (partner.planId ? texts.partners.aPlan : texts.partners.noPlan),
                ],
                ...(current
                  ? [
                      [t.fee, money(current.fee)] as [string, string],
                      [t.meters, (current.rates ?? []).map(({ meter }) => meter).join(', ')] as [
                        string,
                        string,
                      ],
                    ]
                  : []),
              ]}
            />
            {manages && (
              <form onSubmit={sending.onSubmit} noValidate>
                <Stack maw={420}>
                  <Select
                    label={t.change}
                    placeholder={texts.partners.noPlan}
                    nothingFoundMessage={t.noneOffered}
                    clearable
                    searchable
                    data={offered.map(({ id, name }) => ({ value: id, label: name }))}
                    {...form.getInputProps('planId')}
                  />
                  <FormProblem
                    refusal={sending.refusal}
                    asked={{ action: 'manage_partner', resource: partner.id }}
                  />
                  <Button
                    type="submit"
                    w="fit-content"
                    disabled={!form.isDirty()}
                    loading={sending.pending}
                  >
                    {texts.actions.save}
                  </Button>
                </Stack>
              </form>
            )}
          </Section>
        );
      }}
    </QueryState>
  );
}
