import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { useFilter } from './lists';

/** Searches as it is typed; what was searched for is in the address. */
export function Search({ label }: { label: string }) {
  const [q, setQ] = useFilter('q');
  const [typed, setTyped] = useState(q);
  const search = useDebouncedCallback(setQ, 250);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      type="search"
      leftSection={<MagnifyingGlassIcon />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
      flex="1 1 240px"
      maw={360}
    />
  );
}
