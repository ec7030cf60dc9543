import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { ExclamationTriangleIcon } from '@radix-ui/react-icons';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemFrom } from '../api/problem';
import { texts } from '../texts';
import { WhyNot, type Asked } from './WhyNot';

interface QueryStateProps<T> {
  query: UseQueryResult<T>;
  /** What is being read, for "why can't I?". */
  asked?: Asked;
  lines?: number;
  children: (data: T) => ReactNode;
}

/** What a query is in: a skeleton, a refusal with a way on, or its data. */
export function QueryState<T>({ query, asked, lines = 4, children }: QueryStateProps<T>) {
  if (query.data !== undefined) {
    return <>{children(query.data)}</>;
  }
  if (query.isError) {
    return <Refusal error={query.error} retry={() => void query.refetch()} asked={asked} />;
  }
  return <Loading lines={lines} />;
}

export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <Stack gap="sm" aria-busy="true" role="status" aria-label={texts.states.loading}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={line === 0 ? 28 : 20} width={line === 0 ? '40%' : '100%'} />
      ))}
    </Stack>
  );
}

interface RefusalProps {
  error: unknown;
  retry?: () => void;
  asked?: Asked;
  children?: ReactNode;
}

/** A refusal in words and by its code, with "why can't I?" where that can be answered. */
export function Refusal({ error, retry, asked, children }: RefusalProps) {
  const problem = problemFrom(error);
  // What is not allowed is not allowed a second time.
  const again = retry !== undefined && problem.status !== 403;
  const explainable = asked !== undefined && [403, 404, 409].includes(problem.status);
  return (
    <Alert
      role="alert"
      color={problem.status === 409 ? 'yellow' : 'red'}
      icon={<ExclamationTriangleIcon />}
      title={problem.detail ?? texts.problems[problem.code] ?? problem.title}
    >
      <Stack gap="xs" align="flex-start">
        {children ??
          problem.invalidFields.map(({ field, message }) => (
            <Text key={field} size="sm">
              {field}: {message}
            </Text>
          ))}
        <Text size="xs" c="dimmed">
          {texts.states.code(problem.code)}
        </Text>
        {(again || explainable) && (
          <Group gap="sm">
            {again && (
              <Button size="xs" variant="default" onClick={retry}>
                {texts.states.retry}
              </Button>
            )}
            {explainable && <WhyNot asked={asked} />}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
