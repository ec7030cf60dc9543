// What the form for a new partner holds, when it is complete, and what is sent.
import type { NewPartner, PartnerType } from '../api/types';
import { orAbsent } from '../shared/forms';
import { passwordValidation } from '../shared/PasswordFields';
import { loginDomain } from '../shared/validation';
import { partnerValidation, type NewPartnerValues } from './PartnerFields';
import { termsBody, termsErrors, type TermsValues } from './PartnerTerms';

export interface Values extends NewPartnerValues, TermsValues {
  password: string;
  passwordConfirmation: string;
  parentId: string;
  loginDomain: string;
  currency: string;
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
    ...termsErrors(values),
  };
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
    ...termsBody(values, values.model),
  };
}
