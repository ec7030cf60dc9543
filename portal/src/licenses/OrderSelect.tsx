import { useQuery } from '@tanstack/react-query';
import type { Order } from '../api/types';
import { orderQuery } from '../orders/calls';
import { RemoteSelect, type RemoteSelectProps } from '../shared/RemoteSelect';
import { findOrders, orderChoice } from './calls';

interface OrderSelectProps extends Omit<RemoteSelectProps, 'search' | 'fixed'> {
  /** Which orders are offered; all of them unless said otherwise. */
  only?: (order: Order) => boolean;
}

/** An order by its reference; one that is known by its id only is read to be named. */
export function OrderSelect({ only = () => true, ...select }: OrderSelectProps) {
  const id = select.value ? String(select.value) : '';
  const chosen = useQuery({ ...orderQuery(id), enabled: id !== '', retry: false });
  return (
    <RemoteSelect
      {...select}
      search={async (q) => (await findOrders(q)).filter(only).map(orderChoice)}
      fixed={chosen.data ? [orderChoice(chosen.data)] : []}
    />
  );
}
