import { Badge } from '@mantine/core';
import type { Settlement } from '../api/types';
import { texts } from '../texts';

const colors: Record<Settlement['status'], string> = {
  open: 'blue',
  paid: 'green',
  cancelled: 'gray',
};

export function SettlementStatus({ status }: { status: Settlement['status'] }) {
  return <Badge color={colors[status]}>{texts.settlements.statuses[status]}</Badge>;
}
