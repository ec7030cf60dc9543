/**
 * What was typed, put on top of a newer version: a field that was not touched takes the newer value.
 *
 * @returns contested: what is stored now, by the path of each field that both sides changed
 */
export function rebase<V extends object>(
  typed: V,
  before: V,
  now: V,
): { values: V; contested: Record<string, unknown> } {
  const values = { ...typed } as Record<string, unknown>;
  const contested: Record<string, unknown> = {};
  for (const [name, mine] of Object.entries(typed)) {
    const old = (before as Record<string, unknown>)[name];
    const stored = (now as Record<string, unknown>)[name];
    if (isRecord(mine) && isRecord(old) && isRecord(stored)) {
      const inner = rebase(mine, old, stored);
      values[name] = inner.values;
      for (const [path, value] of Object.entries(inner.contested)) {
        contested[`${name}.${path}`] = value;
      }
    } else if (same(mine, old)) {
      values[name] = stored;
    } else if (!same(stored, old) && !same(stored, mine)) {
      contested[name] = stored;
    }
  }
  return { values: values as V, contested };
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
