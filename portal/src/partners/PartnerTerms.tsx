import { NumberInput, Select, SimpleGrid } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { PartnerType, Permission } from '../api/types';
import { useCatalog } from '../portfolio/catalog';
import { draftErrors, GrantPicker } from '../portfolio/GrantPicker';
import { grantOf, type GrantDraft } from '../portfolio/grants';
import { useMe } from '../session/session';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { percent } from '../shared/validation';
import { texts } from '../texts';
import { plansQuery } from '../plans/calls';
import { partnerQuery, presetsQuery } from './calls';
import { PermissionPicker } from './PermissionPicker';

const t = texts.partners.form;

/** On which terms a new partner joins: what it pays, what it may sell, what it may do. */
export interface TermsValues {
  planId: string | null;
  discountPercent: number | string;
  commissionPercent: number | string;
  /** Nothing chosen yet: the preset of its type. */
  permissions: Permission[] | null;
  grants: GrantDraft[];
}

export const noTerms: TermsValues = {
  planId: null,
  discountPercent: 0,
  commissionPercent: 0,
  permissions: null,
  grants: [],
};

export function termsErrors(values: TermsValues): Record<string, string | null> {
  return {
    discountPercent: percent(values.discountPercent),
    commissionPercent: percent(values.commissionPercent),
    ...draftErrors(values.grants),
  };
}

type Model = 'own_plans' | 'commission' | undefined;

export function termsBody(values: TermsValues, model: Model) {
  return {
    ...(values.planId === null ? {} : { planId: values.planId }),
    discountPercent: String(values.discountPercent),
    commissionPercent: model === 'commission' ? String(values.commissionPercent) : '0',
    ...(values.permissions === null ? {} : { permissions: values.permissions }),
    grants: values.grants.map(grantOf),
  };
}

/** Nobody gives what they lack, or what the partner above lacks. */
export function permitted(
  own: readonly Permission[],
  parents: readonly Permission[] | undefined,
  self: boolean,
): Permission[] {
  return own.filter((permission) => self || parents === undefined || parents.includes(permission));
}

interface PartnerTermsProps<V extends TermsValues> {
  form: UseFormReturnType<V>;
  type: PartnerType;
  model: Model;
  /** The partner right above; nothing can be offered before it is chosen. */
  parentId: string | undefined;
}

export function PartnerTerms<V extends TermsValues>(props: PartnerTermsProps<V>) {
  const { type, model, parentId } = props;
  // Of whatever else the form holds nothing is touched here.
  const form = props.form as unknown as UseFormReturnType<TermsValues>;
  const me = useMe();
  const chosen = useQuery({ ...partnerQuery(parentId ?? ''), enabled: Boolean(parentId) });
  const presets = useQuery(presetsQuery);
  const plans = useQuery(plansQuery);
  const catalog = useCatalog(parentId);
  const within = permitted(
    me.permissions,
    chosen.data?.value.permissions,
    me.partner?.id === parentId,
  );
  const preset = presets.data?.find((one) => one.preset === type)?.permissions ?? [];
  return (
    <>
      <Section title={texts.partners.details.terms}>
        <SimpleGrid cols={{ base: 1, sm: model === 'commission' ? 3 : 2 }}>
          <Select
            label={t.plan}
            placeholder={t.noPlan}
            clearable
            data={(plans.data ?? [])
              .filter((plan) => plan.ownerId === parentId && plan.status === 'active')
              .map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('planId')}
          />
          <NumberInput
            label={t.discount}
            suffix=" %"
            min={0}
            max={100}
            decimalScale={2}
            {...form.getInputProps('discountPercent')}
          />
          {model === 'commission' && (
            <NumberInput
              label={t.commission}
              suffix=" %"
              min={0}
              max={100}
              decimalScale={2}
              {...form.getInputProps('commissionPercent')}
            />
          )}
        </SimpleGrid>
      </Section>
      <Section title={t.portfolioSection} hint={t.portfolioHint}>
        {!parentId ? (
          t.parentFirst
        ) : (
          <QueryState query={catalog} lines={2}>
            {(products) => (
              <GrantPicker
                catalog={products}
                value={form.values.grants}
                onChange={(grants) => form.setFieldValue('grants', grants)}
                errors={form.errors}
              />
            )}
          </QueryState>
        )}
      </Section>
      <Section title={t.permissionsSection} hint={t.permissionsHint}>
        <PermissionPicker
          value={form.values.permissions ?? preset.filter((one) => within.includes(one))}
          within={within}
          presets="partner"
          onChange={(permissions) => form.setFieldValue('permissions', permissions)}
        />
      </Section>
    </>
  );
}
