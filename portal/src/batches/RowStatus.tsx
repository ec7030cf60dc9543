import { Badge, Stack, Text } from '@mantine/core';
import type { BatchRow } from '../api/types';
import { texts } from '../texts';

const colors: Record<BatchRow['status'], string> = {
  pending: 'gray',
  issued: 'green',
  failed: 'red',
};

/** What became of a row; of one that failed, why. */
export function RowStatus({ row }: { row: BatchRow }) {
  const { status, code, detail } = row;
  return (
    <Stack gap={2} align="flex-start">
      <Badge color={colors[status]}>{texts.batches.rowStatuses[status]}</Badge>
      {code && (
        <Text size="xs" className="wrap" miw={140}>
          {detail ?? texts.problems[code] ?? texts.states.code(code)}
        </Text>
      )}
    </Stack>
  );
}
