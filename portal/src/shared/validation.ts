// The same limits as the API's, so that most mistakes show before anything is sent.
import { texts } from '../texts';

const t = texts.validation;

export function required(value: string): string | null {
  return value.trim() === '' ? t.required : null;
}

export function email(value: string): string | null {
  return required(value) ?? (/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/.test(value.trim()) ? null : t.email);
}

export function password(value: string): string | null {
  return value.length < 8 ? t.passwordShort : value.length > 128 ? t.passwordLong : null;
}

export function confirmation(value: string, of: string): string | null {
  return value === of ? null : t.confirmation;
}

export function website(value: string): string | null {
  return value.trim() === '' || /^https?:\/\/\S+$/.test(value.trim()) ? null : t.website;
}

export function loginDomain(value: string): string | null {
  return /^[a-z]{2,63}$/.test(value) ? null : t.loginDomain;
}

export function percent(value: number | string): string | null {
  const number = Number(value);
  return value !== '' && number >= 0 && number <= 100 ? null : t.percent;
}

export function transferCode(value: string): string | null {
  return /^\d{8}$/.test(value) ? null : t.transferCode;
}
