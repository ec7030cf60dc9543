import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { texts } from '../texts';
import { partnerQuery } from './calls';

/** A partner by its name; one outside the reader's branch has none. */
export function PartnerName({ id }: { id: string }) {
  const partner = useQuery({ ...partnerQuery(id), retry: false, staleTime: 60_000 });
  return partner.isPending ? (
    <Skeleton component="span" display="inline-block" height={12} width={96} aria-busy="true" />
  ) : (
    (partner.data?.value.name ?? texts.states.none)
  );
}
