import { Badge } from '@mantine/core';
import { texts } from '../texts';
import type { Statement } from './types';

const colors: Record<Statement['status'], string> = {
  draft: 'blue',
  closed: 'green',
};

export function StatementStatus({ status }: { status: Statement['status'] }) {
  return <Badge color={colors[status]}>{texts.statements.statuses[status]}</Badge>;
}
