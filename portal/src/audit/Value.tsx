import { Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import type { Money } from '../api/types';
import { dateTimeExact, money } from '../shared/format';
import { ShortId } from '../shared/ShortId';
import { texts } from '../texts';
import { fieldInWords, parsed } from './words';

const t = texts.audit;
const ID = /^[a-z]{3}_[0-9a-z]{26}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const permissions: Record<string, string> = texts.permissions.names;

interface ValueProps {
  json: string | undefined;
  nameOf: (id: string) => string | undefined;
  /** Longer texts are cut. */
  max: number;
}

/** A value of the trail as people read it: names for ids, words for the rest. */
export function Value({ json, nameOf, max }: ValueProps) {
  return json === undefined ? t.nothing : shown(parsed(json));

  function shown(value: unknown): ReactNode {
    if (value === null || value === '') {
      return t.nothing;
    }
    if (typeof value === 'boolean') {
      return value ? t.yes : t.no;
    }
    if (typeof value === 'object') {
      return Array.isArray(value) ? list(value.map(shown)) : record(value);
    }
    const text = String(value);
    if (ID.test(text)) {
      const name = nameOf(text);
      return name === undefined ? (
        <ShortId id={text} inline />
      ) : (
        <Text span inherit title={text}>
          {name}
        </Text>
      );
    }
    if (INSTANT.test(text)) {
      return dateTimeExact(text);
    }
    return permissions[text] ?? (text.length <= max ? text : `${text.slice(0, max)}…`);
  }

  function list(values: ReactNode[]): ReactNode {
    return values.length === 0 ? t.nothing : separated(values, ', ');
  }

  function record(value: object): ReactNode {
    const entries = Object.entries(value);
    if (entries.length === 2 && 'amount' in value && 'currency' in value) {
      return money(value as Money);
    }
    const facts = entries.map(([field, one]) => (
      <>
        {fieldInWords(field)}: {shown(one)}
      </>
    ));
    return facts.length === 0 ? t.nothing : <>({separated(facts, '; ')})</>;
  }
}

function separated(values: ReactNode[], by: string): ReactNode {
  return values.map((value, index) => (
    <Fragment key={index}>
      {index > 0 && by}
      {value}
    </Fragment>
  ));
}
