import { Badge } from '@mantine/core';
import type { Batch } from '../api/types';
import { texts } from '../texts';

/** It is completed when every row was tried; that some failed must show. */
export function BatchStatus({ batch }: { batch: Batch }) {
  const { status, failed } = batch;
  const color =
    status === 'running'
      ? 'blue'
      : status === 'stopped'
        ? 'gray'
        : failed > 0
          ? 'orange'
          : 'green';
  return <Badge color={color}>{texts.batches.statuses[status]}</Badge>;
}
