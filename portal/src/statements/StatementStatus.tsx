import { Badge } from '@mantine/core';
import type { Statement } from '../api/types';
import { texts } from '../texts';

const colors: Record<Statement['status'], string> = {
  draft: 'blue',
  closed: 'green',
};

export function StatementStatus({ status }: { status: Statement['status'] }) {
  return <Badge color={colors[status]}>{texts.statements.statuses[status]}</Badge>;
}
