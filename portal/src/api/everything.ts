import type { Page } from './types';

const PAGE_MAX = 200;

/** Catalogs are chosen from as a whole; beyond this many something else than a list is needed. */
const ITEMS_MAX = 2_000;

/** A list from its first page to its last. */
export async function everything<T>(
  load: (at: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Page<T> = await load({ limit: PAGE_MAX, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < ITEMS_MAX);
  return items;
}
