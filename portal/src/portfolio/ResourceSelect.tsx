import { Select, type SelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CustomerSelect } from '../customers/CustomerSelect';
import { LicenseSelect } from '../licenses/LicenseSelect';
import { OrderSelect } from '../licenses/OrderSelect';
import { PartnerSelect } from '../partners/PartnerSelect';
import { texts } from '../texts';
import { catalogNamesQuery } from './catalogNames';

const t = texts.whyNot;

export type Kind = keyof typeof t.kinds;

interface ResourceSelectProps {
  kind: Kind;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Chooses one resource of a kind by its name: nobody knows ids by heart. */
export function ResourceSelect({ kind, value, onChange }: ResourceSelectProps) {
  const select = {
    label: t.kinds[kind],
    placeholder: t.anything,
    clearable: true,
    value,
    onChange,
    w: 260,
  };
  switch (kind) {
    case 'catalog':
      return <CatalogSelect {...select} />;
    case 'customer':
      return <CustomerSelect {...select} />;
    case 'partner':
      return <PartnerSelect {...select} />;
    case 'order':
      return <OrderSelect {...select} of={['orders', 'all']} />;
    case 'license':
      return <LicenseSelect {...select} />;
  }
}

function CatalogSelect(select: Omit<SelectProps<string>, 'data'>) {
  const catalog = useQuery(catalogNamesQuery);
  return (
    <Select
      {...select}
      searchable
      data={(catalog.data ?? []).map((product) => ({
        group: product.name,
        items: [
          { value: product.id, label: t.product(product.name) },
          ...product.policies.map((policy) => ({ value: policy.id, label: policy.name })),
        ],
      }))}
    />
  );
}
