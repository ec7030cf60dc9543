// What the parts of a rated quantity are called.
import type { PartKind } from '../api/types';
import { texts } from '../texts';

const t = texts.rating;

/** Tiers are numbered where there are several: each begins where the one before ends. */
export function partName(kinds: PartKind[], index: number): string {
  const kind = kinds[index]!;
  const tiers = kinds.filter((one) => one === 'tier').length;
  if (tiers < 2 || (kind !== 'tier' && kind !== 'tier_flat')) {
    return t.parts[kind];
  }
  const number = kinds.slice(0, index + 1).filter((one) => one === 'tier').length;
  return kind === 'tier' ? t.tier(number) : t.tierFlat(number);
}
