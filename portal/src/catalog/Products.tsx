import { Anchor, Button, Code } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link } from 'react-router';
import type { Me, Product } from '../api/types';
import { may, useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { date } from '../shared/format';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { listProducts } from './calls';
import { FirstRun } from './FirstRun';
import { SaleStatus } from './OnSale';

const t = texts.catalog;

/** A catalog is the vendor's own: nobody above or below it writes it. */
export function managesCatalog(me: Me): boolean {
  return me.partner?.type === 'vendor' && may(me, 'manage_catalog');
}

const columns: Column<Product>[] = [
  {
    id: 'name',
    header: texts.fields.name,
    cell: (product) => (
      <Anchor component={Link} to={`/products/${product.id}`} size="sm" fw={600} className="wrap">
        {product.name}
      </Anchor>
    ),
  },
  { id: 'code', header: t.code, cell: (product) => <Code>{product.code}</Code> },
  { id: 'kind', header: t.kind, cell: (product) => texts.portfolio.kinds[product.kind] },
  {
    id: 'createdAt',
    header: texts.fields.createdAt,
    nowrap: true,
    cell: (product) => (product.createdAt ? date(product.createdAt) : texts.states.none),
  },
  {
    id: 'status',
    header: texts.fields.status,
    cell: (product) => <SaleStatus status={product.status} />,
  },
];

export default function Products() {
  const me = useMe();
  const list = usePages(['catalog', 'products'], {}, listProducts);
  const create = managesCatalog(me) && (
    <Button component={Link} to="/products/new" leftSection={<PlusIcon />}>
      {t.createProduct}
    </Button>
  );
  return (
    <Page title={t.products} hint={t.productsHint} actions={create}>
      <FirstRun />
      <DataTable
        label={t.products}
        list={list}
        columns={columns}
        rowId={(product) => product.id}
        asked={{ action: 'see' }}
        empty={<Nothing title={t.noProducts} hint={t.noProductsHint} action={create} />}
      />
    </Page>
  );
}
