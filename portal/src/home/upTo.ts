// How many there are, as far as one page of a list tells: no endpoint counts.
import type { Page } from '../api/types';
import { PAGE_SIZE } from '../shared/lists';
import { count } from '../shared/format';
import { texts } from '../texts';

export function upTo<T>(
  page: Page<T>,
  counts: (item: T) => boolean = () => true,
): { text: string; none: boolean } {
  const found = page.items.filter(counts).length;
  const more = page.next != null;
  return {
    text: more && found > 0 ? texts.home.atLeast(count(found)) : count(found),
    none: found === 0,
  };
}

/** The first page of a list, at its usual length. */
export const FIRST_PAGE = { limit: PAGE_SIZE };
