import { Anchor, List, Text } from '@mantine/core';
import { useState } from 'react';
import type { AuditRecord } from '../api/types';
import { texts } from '../texts';

const t = texts.audit;
const FIRST = 3;
const VALUE_MAX = 60;

/** What became of each field: the first few, and the rest when it is asked for. */
export function Changes({ changes }: { changes: NonNullable<AuditRecord['changes']> }) {
  const [all, setAll] = useState(false);
  if (changes.length === 0) {
    return texts.states.none;
  }
  const shown = all ? changes : changes.slice(0, FIRST);
  const cut = all ? Infinity : VALUE_MAX;
  const more = changes.length > FIRST || changes.some((change) => isLong(change));
  return (
    <>
      <List size="xs" listStyleType="none">
        {shown.map(({ field, before, after }, index) => (
          <List.Item key={`${field}-${index}`} className="wrap">
            <Text span inherit fw={600}>
              {field}
            </Text>
            {before === undefined
              ? `: ${readable(after, cut)}`
              : `: ${readable(before, cut)} → ${readable(after, cut)}`}
          </List.Item>
        ))}
      </List>
      {more && (
        <Anchor component="button" type="button" size="xs" onClick={() => setAll(!all)}>
          {all ? t.less : t.more(changes.length)}
        </Anchor>
      )}
    </>
  );
}

function isLong({ before = '', after = '' }: { before?: string; after?: string }): boolean {
  return before.length > VALUE_MAX || after.length > VALUE_MAX;
}

/** A value of the trail is JSON; a plain text is shown without its quotes. */
export function readable(json: string | undefined, length: number): string {
  if (json === undefined || json === 'null') {
    return t.nothing;
  }
  const text = /^"[^"\\]*"$/.test(json) ? json.slice(1, -1) : json;
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
