import { Paper, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Page } from '../api/types';
import { Refusal } from '../shared/QueryState';
import { upTo } from './upTo';

export function Cards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <SimpleGrid component="section" cols={{ base: 1, xs: 2, lg: 4 }} aria-label={label}>
      {children}
    </SimpleGrid>
  );
}

interface WaitingProps<T> {
  label: string;
  hint: string;
  to: string;
  queryKey: readonly unknown[];
  load: () => Promise<Page<T>>;
  counts?: (item: T) => boolean;
}

/** Something that waits for the reader: how much, and the way to it. */
export function Waiting<T>({ label, hint, to, queryKey, load, counts }: WaitingProps<T>) {
  const query = useQuery({ queryKey: [...queryKey, 'waiting'], queryFn: load });
  const described = useId();
  if (query.isError) {
    return <Refusal error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.data === undefined) {
    return <Skeleton height={112} radius="md" aria-busy="true" />;
  }
  const { text, none } = upTo(query.data, counts);
  return (
    <Paper
      component={Link}
      to={to}
      withBorder
      p="md"
      className="surface card-link"
      aria-label={`${label}: ${text}`}
      aria-describedby={described}
    >
      <Text size="sm" c="dimmed" fw={600}>
        {label}
      </Text>
      <Text fz={28} fw={700} lh={1.3} c={none ? 'dimmed' : undefined}>
        {text}
      </Text>
      <Text size="xs" c="dimmed" id={described}>
        {hint}
      </Text>
    </Paper>
  );
}
