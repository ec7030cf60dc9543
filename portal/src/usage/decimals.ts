// Decimal strings, calculated with digit by digit: what is billed is never shown rounded.

export function addDecimals(one: string, other: string): string {
  const digits = Math.max(fraction(one), fraction(other));
  const sum = scaled(one, digits) + scaled(other, digits);
  if (digits === 0) {
    return sum.toString();
  }
  const negative = sum < 0n;
  const text = (negative ? -sum : sum).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, -digits);
  const part = text.slice(-digits).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
}

export function subtractDecimals(one: string, other: string): string {
  return addDecimals(one, other.startsWith('-') ? other.slice(1) : `-${other}`);
}

/** Negative if one is less, zero if they are equal. */
export function compareDecimals(one: string, other: string): number {
  const difference = subtractDecimals(one, other);
  return difference.startsWith('-') ? -1 : Number(/[1-9]/.test(difference));
}

function fraction(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

function scaled(text: string, digits: number): bigint {
  const [whole = '0', part = ''] = text.split('.');
  return BigInt(whole + part.padEnd(digits, '0'));
}
