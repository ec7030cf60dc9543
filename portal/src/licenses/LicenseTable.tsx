import type { ReactNode } from 'react';
import type { License } from '../api/types';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { usePages, type Paged } from '../shared/lists';
import { texts } from '../texts';
import { listLicenses } from './calls';
import { columnsOf, type ColumnId } from './columns';
import type { LicenseFilters } from './licenseFilters';

const t = texts.licenses;

/** As many columns as a page has room for that is about something else. */
const FEW: ColumnId[] = ['key', 'type', 'machines', 'expiresAt'];

export function useLicenses(filters: LicenseFilters): Paged<License> {
  return usePages(['licenses', 'list'], filters, (at) => listLicenses(filters, at));
}

interface LicenseTableProps {
  list: Paged<License>;
  columns: Column<License>[];
  filtered?: boolean;
  bare?: boolean;
  /** What can be done while there is none. */
  action?: ReactNode;
}

export function LicenseTable({ list, columns, filtered, bare, action }: LicenseTableProps) {
  return (
    <DataTable
      label={t.title}
      list={list}
      bare={bare}
      columns={columns}
      rowId={(license) => license.id}
      minWidth={110 * columns.length}
      empty={
        filtered ? (
          <Nothing title={texts.lists.nothingFound} hint={texts.lists.nothingFoundHint} />
        ) : (
          <Nothing title={t.empty} action={action} />
        )
      }
    />
  );
}

interface LicensesOfProps {
  filters: LicenseFilters;
  columns?: ColumnId[];
  action?: ReactNode;
}

/** Within a page about whose licenses they are. */
export function LicensesOf({ filters, columns = FEW, action }: LicensesOfProps) {
  return <LicenseTable list={useLicenses(filters)} columns={columnsOf(columns)} bare action={action} />;
}
