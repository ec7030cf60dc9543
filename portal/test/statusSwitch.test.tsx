import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, skipToken, useQuery } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Page, Partner } from '../src/api/types';
import { StatusSwitch } from '../src/partners/StatusSwitch';

const partner = { id: 'prt_1', name: 'Fabrikam', status: 'active' } as Partner;
const queryKey = ['partners', 'list'];

/** The list that the switch stands in; it is not asked for again by itself. */
function List() {
  const { data } = useQuery<Page<Partner>>({ queryKey, queryFn: skipToken });
  return <StatusSwitch partner={data!.items[0]!} queryKey={queryKey} disabled={false} />;
}

async function open(answer: Promise<Response>) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    return answer;
  });
  const queries = new QueryClient();
  queries.setQueryData<Page<Partner>>(queryKey, { items: [partner] });
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <List />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await userEvent.setup().click(access());
  return asked;
}

const access = () => screen.getByRole<HTMLInputElement>('switch', { name: 'Access of Fabrikam' });

describe('the status switch', () => {
  it('shows the new state before the answer is here', async () => {
    const asked = await open(new Promise(() => {}));
    await waitFor(() => expect(access().checked).toBe(false));
    expect(asked).toEqual(['POST /api/v1/partners/prt_1/deactivate']);
  });

  it('keeps it once the API has confirmed', async () => {
    await open(Promise.resolve(Response.json({ ...partner, status: 'inactive' })));
    await waitFor(() => expect(access().disabled).toBe(false));
    expect(access().checked).toBe(false);
  });

  it('goes back when the API refuses', async () => {
    await open(Promise.resolve(Response.json({ code: 'forbidden', title: 'No' }, { status: 403 })));
    await waitFor(() => expect(access().disabled).toBe(false));
    expect(access().checked).toBe(true);
  });
});
