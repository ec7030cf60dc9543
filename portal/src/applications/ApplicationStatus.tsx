import { Badge } from '@mantine/core';
import type { Application } from '../api/types';
import { texts } from '../texts';

const colors = { pending: 'blue', approved: 'green', rejected: 'gray' };

export function ApplicationStatus({ status }: { status: Application['status'] }) {
  return <Badge color={colors[status]}>{texts.applications.statuses[status]}</Badge>;
}
