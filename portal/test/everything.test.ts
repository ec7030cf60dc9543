import { describe, expect, it } from 'vitest';
import { everything } from '../src/api/everything';

describe('everything of a list', () => {
  it('is read with the cursor of each page until there is none', async () => {
    const asked: (string | undefined)[] = [];
    const pages = [
      { items: [1, 2], next: 'a' },
      { items: [3], next: null },
    ];
    const items = await everything(async ({ cursor }) => {
      asked.push(cursor);
      return pages[asked.length - 1]!;
    });
    expect(items).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, 'a']);
  });

  it('ends at a limit, whatever the list says', async () => {
    let calls = 0;
    await everything(async () => {
      calls++;
      return { items: Array.from({ length: 200 }, () => 0), next: 'more' };
    });
    expect(calls).toBe(10);
  });
});
