import { useQuery } from '@tanstack/react-query';
import { RemoteSelect, type RemoteSelectProps } from '../shared/RemoteSelect';
import { choiceOf, choosePartner, partnerQuery } from './calls';

type PartnerSelectProps = Omit<RemoteSelectProps, 'of' | 'search' | 'fixed'>;

/** A partner of the branch by name; one that is known by its id only is read to be named. */
export function PartnerSelect(props: PartnerSelectProps) {
  const id = props.value ? String(props.value) : '';
  const chosen = useQuery({ ...partnerQuery(id), enabled: id !== '', retry: false });
  return (
    <RemoteSelect
      {...props}
      of={['partners']}
      search={(q) => choosePartner(['reseller', 'distributor', 'vendor'], q)}
      fixed={chosen.data ? [choiceOf(chosen.data.value)] : []}
    />
  );
}
