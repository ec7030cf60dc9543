import {
  Button,
  Group,
  NativeSelect,
  Paper,
  Skeleton,
  Stack,
  Table,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { CaretDownIcon, CaretSortIcon, CaretUpIcon } from '@radix-ui/react-icons';
import {
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type SortingState,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { texts } from '../texts';
import type { Paged } from './lists';
import { Refusal } from './QueryState';
import type { Asked } from './WhyNot';
import { WideTable } from './WideTable';

const features = tableFeatures({ rowSortingFeature });

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** The API sorts by it. */
  sortable?: boolean;
  align?: 'left' | 'right';
  /** On a card it has the whole width, below its name. */
  block?: boolean;
  /** Dates and the like stay on one line. */
  nowrap?: boolean;
  /** Its header is for screen readers only (buttons, say). */
  unlabelled?: boolean;
}

interface DataTableProps<T> {
  /** What the rows are, for screen readers. */
  label: string;
  list: Paged<T>;
  columns: Column<T>[];
  rowId: (row: T) => string;
  /** `name` or `-name`, as the API takes it. */
  sort?: string;
  onSort?: (sort: string) => void;
  empty: ReactNode;
  asked?: Asked;
  minWidth?: number;
  /** Within a section, which has a border of its own. */
  bare?: boolean;
}

/** Rows of a list, sorted and paged by the API. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, list, columns, rowId, sort, onSort, empty, asked, minWidth = 640, bare } = props;
  const rows = list.query.data?.items;
  const table = useTable({
    features,
    data: rows ?? [],
    getRowId: rowId,
    manualSorting: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state: { sorting: sortingOf(sort) },
    onSortingChange: (change) => {
      const next = typeof change === 'function' ? change(sortingOf(sort)) : change;
      const first = next[0];
      if (first !== undefined) {
        onSort?.(first.desc ? `-${first.id}` : first.id);
      }
    },
    columns: columns.map((column): ColumnDef<typeof features, T> => ({
      id: column.id,
      accessorFn: (row) => row,
      header: column.header,
      enableSorting: column.sortable === true,
      sortDescFirst: false,
    })),
  });
  if (list.query.isError && rows === undefined) {
    return (
      <Refusal error={list.query.error} retry={() => void list.query.refetch()} asked={asked} />
    );
  }
  return (
    <Stack gap="sm">
      {onSort && <SortSelect columns={columns} sort={sort} onSort={onSort} />}
      <Paper withBorder={!bare} className="surface">
        <WideTable
          label={label}
          minWidth={minWidth}
          aria-busy={list.query.isFetching}
          highlightOnHover
        >
          <Table.Thead role="rowgroup">
            {table.getHeaderGroups().map((group) => (
              <Table.Tr key={group.id} role="row">
                {group.headers.map((header, index) => {
                  const column = columns[index]!;
                  const sorted = header.column.getIsSorted();
                  return (
                    <Table.Th
                      key={header.id}
                      role="columnheader"
                      ta={column.align}
                      aria-sort={
                        !header.column.getCanSort()
                          ? undefined
                          : sorted === false
                            ? 'none'
                            : sorted === 'asc'
                              ? 'ascending'
                              : 'descending'
                      }
                    >
                      {column.unlabelled ? (
                        <VisuallyHidden>{column.header}</VisuallyHidden>
                      ) : header.column.getCanSort() ? (
                        <UnstyledButton
                          className="column-sort"
                          fz="inherit"
                          data-sorted={sorted !== false}
                          onClick={() => header.column.toggleSorting()}
                        >
                          {column.header}
                          {sorted === 'asc' ? (
                            <CaretUpIcon aria-hidden />
                          ) : sorted === 'desc' ? (
                            <CaretDownIcon aria-hidden />
                          ) : (
                            <CaretSortIcon aria-hidden />
                          )}
                        </UnstyledButton>
                      ) : (
                        column.header
                      )}
                    </Table.Th>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {rows === undefined
              ? Array.from({ length: 5 }, (_, row) => (
                  <Table.Tr key={row} role="row">
                    {columns.map((column) => (
                      <Table.Td key={column.id} role="cell">
                        <Skeleton height={16} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))
              : table.getRowModel().rows.map((row) => (
                  <Table.Tr key={row.id} role="row">
                    {columns.map((column) => (
                      <Table.Td
                        key={column.id}
                        role="cell"
                        data-label={column.unlabelled ? undefined : column.header}
                        ta={column.align}
                        className={
                          column.block ? 'block' : column.nowrap ? 'nowrap' : undefined
                        }
                      >
                        <div>{column.cell(row.original)}</div>
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
          </Table.Tbody>
        </WideTable>
        {rows?.length === 0 && <Centered>{empty}</Centered>}
      </Paper>
      <Pages list={list} />
    </Stack>
  );
}

interface SortSelectProps<T> {
  columns: Column<T>[];
  sort?: string;
  onSort: (sort: string) => void;
}

/** Cards have no headers to click: on a phone the order is chosen here. */
function SortSelect<T>({ columns, sort, onSort }: SortSelectProps<T>) {
  const orders = columns
    .filter(({ sortable }) => sortable)
    .flatMap(({ id, header }) => [
      { value: id, label: texts.lists.ascending(header) },
      { value: `-${id}`, label: texts.lists.descending(header) },
    ]);
  return (
    <NativeSelect
      hiddenFrom="xs"
      label={texts.lists.sortBy}
      value={sort}
      data={orders}
      onChange={(event) => onSort(event.currentTarget.value)}
    />
  );
}

function Pages<T>({ list }: { list: Paged<T> }) {
  if (list.next === undefined && list.previous === undefined) {
    return null;
  }
  return (
    <Group component="nav" justify="flex-end" aria-label={texts.lists.pages}>
      <Text size="sm" c="dimmed" aria-live="polite">
        {texts.lists.page(list.page)}
      </Text>
      <Button variant="default" size="xs" disabled={!list.previous} onClick={list.previous}>
        {texts.lists.previous}
      </Button>
      <Button variant="default" size="xs" disabled={!list.next} onClick={list.next}>
        {texts.lists.next}
      </Button>
    </Group>
  );
}

function Centered({ children }: { children: ReactNode }) {
  return (
    <Stack align="center" gap="sm" p="xl" ta="center">
      {children}
    </Stack>
  );
}

/** What a section says when there is nothing in it. */
export function Blank(props: NothingProps) {
  return (
    <Centered>
      <Nothing {...props} />
    </Centered>
  );
}

interface NothingProps {
  title: string;
  hint?: string;
  action?: ReactNode;
}

/** What a table says when there is nothing in it. */
export function Nothing({ title, hint, action }: NothingProps) {
  return (
    <>
      <Text fw={600}>{title}</Text>
      {hint && (
        <Text c="dimmed" maw={460}>
          {hint}
        </Text>
      )}
      {action}
    </>
  );
}

function sortingOf(sort: string | undefined): SortingState {
  if (sort === undefined || sort === '') {
    return [];
  }
  return [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }];
}
