import { useQuery } from '@tanstack/react-query';
import type { License } from '../api/types';
import { RemoteSelect, type Choice, type RemoteSelectProps } from '../shared/RemoteSelect';
import { licenseQuery, listLicenses } from './calls';
import { licenseName } from './LicenseKey';

type LicenseSelectProps = Omit<RemoteSelectProps, 'of' | 'search' | 'fixed'>;

/** A license by its key, customer or notes; one that is known by its id only is read to be named. */
export function LicenseSelect(props: LicenseSelectProps) {
  const id = props.value ? String(props.value) : '';
  const chosen = useQuery({ ...licenseQuery(id), enabled: id !== '', retry: false });
  return (
    <RemoteSelect
      {...props}
      of={['licenses']}
      search={async (q) =>
        (await listLicenses(q === '' ? {} : { q }, { limit: 20 })).items.map(choiceOf)
      }
      fixed={chosen.data ? [choiceOf(chosen.data.value)] : []}
    />
  );
}

function choiceOf(license: License): Choice {
  return { value: license.id, label: `${licenseName(license)}, ${license.customerName}` };
}
