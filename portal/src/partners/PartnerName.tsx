import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useMe } from '../session/session';
import { texts } from '../texts';
import { partnerQuery } from './calls';

/**
 * A partner by its name; one outside the reader's branch has none. Those above are not asked for:
 * the audit trail would tell it as an attempt.
 */
export function PartnerName({ id, link }: { id: string; link?: boolean }) {
  const { partner: mine } = useMe();
  const above = mine !== undefined && mine.id !== id && mine.path.includes(id);
  const partner = useQuery({
    ...partnerQuery(id),
    retry: false,
    staleTime: 60_000,
    enabled: !above,
  });
  if (above) {
    return texts.partners.above;
  }
  if (partner.isPending) {
    return (
      <Skeleton component="span" display="inline-block" height={12} width={96} aria-busy="true" />
    );
  }
  const name = partner.data?.value.name;
  return link && name !== undefined ? (
    <Anchor component={Link} to={`/partner/${id}`} size="sm" className="wrap">
      {name}
    </Anchor>
  ) : (
    (name ?? texts.states.none)
  );
}
