// A product as it is typed, and as the API takes it.
import type { NewProduct, Product } from '../api/types';
import { orAbsent, orNull } from '../shared/forms';
import { required } from '../shared/validation';
import { texts } from '../texts';

const t = texts.catalog;

export interface ProductDraft {
  name: string;
  code: string;
  kind: Product['kind'];
  description: string;
  /** Empty for the usual length. */
  trialDays: number | '';
}

export const KINDS: Product['kind'][] = ['product', 'service'];
export const USUAL_TRIAL_DAYS = 14;

export const newProduct: ProductDraft = {
  name: '',
  code: '',
  kind: 'product',
  description: '',
  trialDays: '',
};

export function draftOf(product: Product): ProductDraft {
  return {
    name: product.name,
    code: product.code,
    kind: product.kind,
    description: product.description ?? '',
    trialDays: product.trialDays ?? '',
  };
}

export function newProductOf({ name, code, kind, description, trialDays }: ProductDraft): NewProduct {
  return {
    name: name.trim(),
    code: code.trim(),
    kind,
    description: orAbsent(description),
    ...(trialDays === '' ? {} : { trialDays }),
  };
}

/** What of a product may change, as a merge patch: null takes a value away. */
export function productPatchOf({ name, description, trialDays }: ProductDraft): object {
  return {
    name: name.trim(),
    description: orNull(description),
    trialDays: trialDays === '' ? null : trialDays,
  };
}

export const productValidation = {
  name: required,
  code: (value: string) =>
    required(value) ?? (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value.trim()) ? null : t.codeShape),
  trialDays: (value: number | '') =>
    value === '' || (value >= 1 && value <= 3_650) ? null : t.trialDaysRange,
};
