import type { Partner } from '../api/types';
import { CustomerTable } from '../customers/CustomerTable';
import { texts } from '../texts';
import { Section } from '../shared/Section';

/** The customers of the partner and of those below it. */
export function PartnerCustomers({ partner }: { partner: Partner }) {
  return (
    <Section title={texts.customers.title} hint={texts.customers.below}>
      <CustomerTable partnerId={partner.id} q="" bare />
    </Section>
  );
}
