import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { customerQuery } from '../customers/calls';
import { PartnerName } from '../partners/PartnerName';
import { texts } from '../texts';

/** A partner or a customer by its name. */
export function PayerName({ id }: { id: string }) {
  return isCustomer(id) ? <CustomerName id={id} /> : <PartnerName id={id} link />;
}

export function isCustomer(payerId: string): boolean {
  return payerId.startsWith('cus_');
}

/** A customer that has moved out of the reader's branch has no page any more. */
function CustomerName({ id }: { id: string }) {
  const customer = useQuery({ ...customerQuery(id), retry: false, staleTime: 60_000 }).data?.value;
  return customer === undefined ? (
    texts.states.none
  ) : (
    <Anchor component={Link} to={`/customers/${id}`} size="sm" className="wrap">
      {customer.company ?? `${customer.firstName} ${customer.lastName}`}
    </Anchor>
  );
}
