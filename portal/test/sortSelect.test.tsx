import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { DataTable, type Column } from '../src/shared/DataTable';
import type { Paged } from '../src/shared/lists';

interface Row {
  name: string;
}

const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', sortable: true, cell: ({ name }) => name },
  { id: 'createdAt', header: 'Joined on', sortable: true, cell: () => '' },
  { id: 'plan', header: 'Plan', cell: () => '' },
];

function table(sorting: { sort?: string; onSort?: (sort: string) => void }) {
  const list = {
    query: { data: { items: [{ name: 'Ada' }] }, isError: false, isFetching: false },
  } as unknown as Paged<Row>;
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <DataTable
          label="People"
          list={list}
          columns={columns}
          rowId={({ name }) => name}
          empty=""
          {...sorting}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const wide = (width: number) =>
  (window as unknown as { happyDOM: { setViewport(to: object): void } }).happyDOM.setViewport({
    width,
  });

beforeEach(() => wide(390));

it('offers what the headers sort by, in both directions, and says it as they do', async () => {
  const onSort = vi.fn();
  table({ sort: '-createdAt', onSort });
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Sort by' });
  expect(within(select).getAllByRole('option').map((option) => option.textContent)).toEqual([
    'Name, ascending',
    'Name, descending',
    'Joined on, ascending',
    'Joined on, descending',
  ]);
  expect(select.value).toBe('-createdAt');
  await userEvent.selectOptions(select, 'Name, descending');
  expect(onSort).toHaveBeenCalledWith('-name');
});

it('is not there where a table does not sort', () => {
  table({});
  expect(screen.queryByLabelText('Sort by')).toBeNull();
});

it('leaves it to the headers where there are any', () => {
  wide(1280);
  table({ sort: 'name', onSort: vi.fn() });
  expect(screen.queryByRole('combobox', { name: 'Sort by' })).toBeNull();
});
