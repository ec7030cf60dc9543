import { Anchor, List, Text } from '@mantine/core';
import { useState } from 'react';
import type { AuditRecord } from '../api/types';
import { dateTimeExact } from '../shared/format';
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
  // Of what is new or gone as a whole it is enough to know that; a change is read at once.
  const whole = changes.every(({ before, after }) => before === undefined || after === undefined);
  const first = whole ? 0 : FIRST;
  const shown = all ? changes : changes.slice(0, first);
  const cut = all ? Infinity : VALUE_MAX;
  const more = changes.length > first || changes.some((change) => isLong(change));
  return (
    <>
      <List size="xs" listStyleType="none">
        {shown.map(({ field, before, after }, index) => (
          <List.Item key={`${field}-${index}`} className="wrap">
            <Text span inherit fw={600}>
              {inWords(field ?? '')}
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

/** `partner.passwordChanged` is a code; people read "Partner password changed". */
export function inWords(code: string): string {
  const words = code
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[._]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of the trail is JSON; a plain text is shown without its quotes. */
export function readable(json: string | undefined, length: number): string {
  if (json === undefined || json === 'null') {
    return t.nothing;
  }
  const text = /^"[^"\\]*"$/.test(json) ? json.slice(1, -1) : json;
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) {
    return dateTimeExact(text);
  }
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
