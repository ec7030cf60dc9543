import { DataList } from '@mantine/core';
import type { ReactNode } from 'react';
import { texts } from '../texts';

export type Fact = [label: string, value: ReactNode];

/** Names and values, one below the other. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <DataList labelWidth="min(170px, 42%)">
      {facts.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.ItemLabel c="dimmed">{label}</DataList.ItemLabel>
          <DataList.ItemValue className="wrap">
            {value === undefined || value === null || value === '' ? texts.states.none : value}
          </DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  );
}
