import { Loader, Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../texts';

export interface Choice {
  value: string;
  label: string;
}

export interface RemoteSelectProps extends Omit<SelectProps, 'data' | 'searchable' | 'filter'> {
  /** Of the query, without what is searched for. */
  of: readonly unknown[];
  search: (q: string) => Promise<Choice[]>;
  /** Always offered, and known by name before anything was searched for. */
  fixed?: Choice[];
}

/** A choice among more than can be loaded at once: the API searches as it is typed. */
export function RemoteSelect({ of, search, fixed = [], ...select }: RemoteSelectProps) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Choice>();
  // What stands in the input when something is chosen is its label, not a search.
  const known = [...fixed, ...(chosen ? [chosen] : [])];
  const isLabel = known.some(({ value, label }) => value === select.value && label === typed);
  const [q] = useDebouncedValue(isLabel ? '' : typed.trim(), 250);
  const query = useQuery({
    queryKey: ['choices', ...of, q],
    queryFn: () => search(q),
    placeholderData: keepPreviousData,
  });
  const found = [...known, ...(query.data ?? [])];
  const data = found.filter(
    (choice, index) => found.findIndex(({ value }) => value === choice.value) === index,
  );
  return (
    <Select
      {...select}
      data={data}
      searchable
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(value, option) => {
        setChosen(data.find((choice) => choice.value === value));
        select.onChange?.(value, option);
      }}
      aria-busy={query.isFetching}
      nothingFoundMessage={texts.lists.nothingFound}
      rightSection={query.isFetching ? <Loader size="xs" /> : undefined}
    />
  );
}
