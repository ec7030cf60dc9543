import { Anchor, List, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { AuditRecord } from '../api/types';
import { texts } from '../texts';
import { fieldInWords } from './words';
import { Value } from './Value';

const t = texts.audit;
const FIRST = 3;
const VALUE_MAX = 160;
/** In the place of a secret: that it is another one is all there is to know. */
const HIDDEN = '"(secret)"';

interface ChangesProps {
  changes: NonNullable<AuditRecord['changes']>;
  nameOf: (id: string) => string | undefined;
}

/** What became of each field: the first few, and the rest when it is asked for. */
export function Changes({ changes, nameOf }: ChangesProps) {
  const [all, setAll] = useState(false);
  if (changes.length === 0) {
    return texts.states.none;
  }
  // Of what is new or gone as a whole it is enough to know that; a change is read at once.
  const whole = changes.every(({ before, after }) => before === undefined || after === undefined);
  const first = whole ? 0 : FIRST;
  const shown = all ? changes : changes.slice(0, first);
  const more = changes.length > first || changes.some((change) => isLong(change));
  const value = (json: string | undefined) => (
    <Value json={json} nameOf={nameOf} max={all ? Infinity : VALUE_MAX} />
  );
  return (
    <>
      <List size="sm" listStyleType="none" spacing={4}>
        {shown.map(({ field = '', before, after }, index) => (
          <List.Item key={`${field}-${index}`} className="wrap">
            <Text span inherit fw={600}>
              {fieldInWords(field)}
            </Text>{' '}
            {before !== undefined && before !== HIDDEN && (
              <>
                <Text span inherit c="dimmed">
                  {value(before)}
                </Text>
                <span aria-hidden> → </span>
                <VisuallyHidden>{t.became}</VisuallyHidden>
              </>
            )}
            {after === HIDDEN ? t.hidden : value(after)}
          </List.Item>
        ))}
      </List>
      {more && (
        <Anchor component="button" type="button" size="sm" className="nowrap" onClick={() => setAll(!all)}>
          {all ? t.less : t.more(changes.length)}
        </Anchor>
      )}
    </>
  );
}

function isLong({ before = '', after = '' }: { before?: string; after?: string }): boolean {
  return before.length > VALUE_MAX || after.length > VALUE_MAX;
}
