// What the form for a new partner holds, when it is complete, and what is sent.
import type { NewPartner, PartnerType, Permission } from '../api/types';
import { grantOf, type GrantDraft } from '../portfolio/grants';
import { orAbsent } from '../shared/forms';
import { passwordValidation } from '../shared/PasswordFields';
import { loginDomain, percent } from '../shared/validation';
import { partnerValidation, type PartnerValues } from './PartnerFields';

export interface Values extends PartnerValues {
  password: string;
  passwordConfirmation: string;
  parentId: string;
  loginDomain: string;
  currency: string;
  planId: string | null;
  discountPercent: number | string;
  commissionPercent: number | string;
  /** Nothing chosen yet: the preset of its type. */
  permissions: Permission[] | null;
  grants: GrantDraft[];
}

export function fields(values: Values): Record<string, string | null> {
  const { contact } = partnerValidation;
  return {
    name: partnerValidation.name(values.name),
    email: partnerValidation.email(values.email),
    phone: partnerValidation.phone(values.phone),
    website: partnerValidation.website(values.website),
    'contact.name': contact.name(values.contact.name),
    'contact.email': contact.email(values.contact.email),
    'contact.phone': contact.phone(values.contact.phone),
    password: passwordValidation.password(values.password),
    passwordConfirmation: passwordValidation.passwordConfirmation(
      values.passwordConfirmation,
      values,
    ),
    loginDomain: loginDomain(values.loginDomain),
    discountPercent: percent(values.discountPercent),
    commissionPercent: percent(values.commissionPercent),
  };
}

/** Nobody gives what they lack, and no partner has what its parent lacks. */
export function permitted(
  own: readonly Permission[],
  parents: readonly Permission[] | undefined,
  self: boolean,
): Permission[] {
  return own.filter((permission) => self || parents === undefined || parents.includes(permission));
}

export function bodyOf(
  type: PartnerType,
  values: Values,
  operator: boolean,
  ownId: string | undefined,
): NewPartner {
  const common = {
    type,
    name: values.name.trim(),
    email: values.email.trim(),
    phone: values.phone,
    website: orAbsent(values.website),
    password: values.password,
    contact: {
      ...values.contact,
      name: values.contact.name.trim(),
      email: values.contact.email.trim(),
    },
    loginDomain: values.loginDomain,
  };
  if (type === 'vendor') {
    return { ...common, currency: values.currency };
  }
  return {
    ...common,
    model: values.model,
    ...(operator || values.parentId !== ownId ? { parentId: values.parentId } : {}),
    ...(values.planId === null ? {} : { planId: values.planId }),
    discountPercent: String(values.discountPercent),
    commissionPercent: values.model === 'commission' ? String(values.commissionPercent) : '0',
    ...(values.permissions === null ? {} : { permissions: values.permissions }),
    grants: values.grants.map(grantOf),
  };
}
