import { useQuery } from '@tanstack/react-query';
import { RemoteSelect, type RemoteSelectProps } from '../shared/RemoteSelect';
import { chooseCustomer, customerChoiceQuery } from './calls';

type CustomerSelectProps = Omit<RemoteSelectProps, 'of' | 'search' | 'fixed'>;

/** A customer by name; one that is known by its id only is read to be named. */
export function CustomerSelect(props: CustomerSelectProps) {
  const id = props.value ? String(props.value) : '';
  const chosen = useQuery({ ...customerChoiceQuery(id), enabled: id !== '', retry: false });
  return (
    <RemoteSelect
      {...props}
      of={['customers']}
      search={chooseCustomer}
      fixed={chosen.data ? [chosen.data] : []}
    />
  );
}
