import { Badge } from '@mantine/core';
import type { Order } from '../api/types';
import { texts } from '../texts';

const colors: Record<Order['status'], string> = {
  draft: 'gray',
  pending: 'blue',
  open: 'cyan',
  partly_fulfilled: 'indigo',
  fulfilled: 'green',
  failed: 'red',
  cancelled: 'gray',
  returned: 'orange',
};

export function OrderStatus({ status }: { status: Order['status'] }) {
  return <Badge color={colors[status]}>{texts.orders.statuses[status]}</Badge>;
}
