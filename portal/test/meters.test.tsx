import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import type { Meter } from '../src/api/types';
import CreateMeter from '../src/meters/CreateMeter';
import {
  meterValidation,
  newMeter,
  newMeterOf,
  patchOf,
  shownOf,
  type MeterDraft,
} from '../src/meters/meterDraft';
import MeterPage from '../src/meters/MeterPage';
import Meters from '../src/meters/Meters';
import PreviewEvent, { effectInWords } from '../src/meters/PreviewEvent';
import { isObject, sampleEvent } from '../src/meters/sampleEvent';

const messages: Meter = {
  id: 'mtr_1',
  vendorId: 'prt_1',
  code: 'messages',
  displayName: 'Messages sent',
  eventType: 'message.sent',
  aggregation: 'sum',
  valueProperty: 'count',
  groupBy: ['region'],
  unit: 'messages',
  position: 2,
  status: 'active',
};
const vendor = { id: 'prt_1', type: 'vendor', name: 'Northwind', path: ['prt_1'] };

interface Opened {
  meter?: Meter;
  partner?: object;
  permissions?: string[];
  /** The answer to an event that is tried. */
  preview?: object;
}

/** A page of the vendor's, at a path; each request that changes something is kept. */
function open(at: string, opened: Opened = {}) {
  const { meter = messages, partner = vendor, preview = {} } = opened;
  const { permissions = ['manage_meters', 'report_usage'] } = opened;
  const sent: { call: string; body: string }[] = [];
  let stored = meter;
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET') {
      const body = await request.text();
      sent.push({ call: `${request.method} ${pathname}`, body });
      if (request.method === 'PATCH') {
        stored = { ...stored, ...JSON.parse(body) };
      }
    }
    const answers: Record<string, unknown> = {
      '/api/v1/me': {
        account: { id: 'acc_1', email: 'a@b.example', name: 'A', role: 'partner' },
        partner,
        permissions,
        mustChangePassword: false,
      },
      '/api/v1/meters': request.method === 'POST' ? stored : { items: [stored] },
      '/api/v1/meters/mtr_1': stored,
      '/api/v1/events/preview': preview,
    };
    return pathname in answers
      ? Response.json(answers[pathname])
      : Response.json({ code: 'not_found', title: 'None' }, { status: 404 });
  });
  const router = createMemoryRouter(
    [
      { path: '/meters', element: <Meters /> },
      { path: '/meters/new', element: <CreateMeter /> },
      { path: '/meters/:id', element: <MeterPage /> },
      { path: '/event-preview', element: <PreviewEvent /> },
    ],
    { initialEntries: [at] },
  );
  render(
    <MantineProvider>
      <QueryClientProvider
        client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
      >
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { user: userEvent.setup(), sent, router };
}

// Whether it is hidden is not asked: to tell takes long.
const button = (name: string) => screen.findByRole('button', { name, hidden: true });
const label = (text: string) => screen.findByLabelText<HTMLInputElement>(new RegExp(`^${text}`));

async function enter(name: string, text: string) {
  fireEvent.change(await label(name), { target: { value: text } });
}

describe('a meter as it is typed', () => {
  const draft = (more: Partial<MeterDraft>) => ({ ...newMeter, code: 'm', eventType: 'e', ...more });

  it('is sent without what it does not have', () => {
    expect(newMeterOf(draft({ valueProperty: ' count ' }))).toEqual({
      code: 'm',
      eventType: 'e',
      aggregation: 'sum',
      valueProperty: 'count',
    });
    expect(newMeterOf(draft({ aggregation: 'count', valueProperty: 'count' }))).toEqual({
      code: 'm',
      eventType: 'e',
      aggregation: 'count',
    });
    expect(
      newMeterOf(draft({ groupBy: ['region'], displayName: ' M ', unit: ' u ', position: 3 })),
    ).toMatchObject({ groupBy: ['region'], displayName: 'M', unit: 'u', position: 3 });
  });

  it('has no name of its own when it is shown by its code', () => {
    expect(shownOf({ ...messages, displayName: 'messages' }).displayName).toBe('');
    expect(shownOf(messages)).toEqual({
      displayName: 'Messages sent',
      unit: 'messages',
      position: 2,
    });
    expect(patchOf({ displayName: ' ', unit: '', position: '' })).toEqual({
      displayName: null,
      unit: null,
      position: null,
    });
  });

  it.each(['', 'Messages', '-m', 'm'.repeat(65), 'm s'])('refuses the code "%s"', (code) => {
    expect(meterValidation.code(code)).not.toBeNull();
  });

  it('takes a code of 64, and measures a property unless it only counts', () => {
    expect(meterValidation.code(`m.${'1'.repeat(62)}`)).toBeNull();
    const property = (valueProperty: string, aggregation: MeterDraft['aggregation']) =>
      meterValidation.valueProperty(valueProperty, draft({ aggregation }));
    expect(property('', 'sum')).not.toBeNull();
    expect(property('1x', 'sum')).not.toBeNull();
    expect(property('count', 'sum')).toBeNull();
    expect(property('', 'count')).toBeNull();
    expect(meterValidation.groupBy(['region', 'a b'])).not.toBeNull();
    expect(meterValidation.groupBy(['region'])).toBeNull();
  });

  it.each([
    [0, false],
    [1, true],
    [1000, true],
    [1001, false],
    ['' as const, true],
  ])('takes the position %s: %s', (position, valid) => {
    expect(meterValidation.position(position) === null).toBe(valid);
  });
});

describe('the meters', () => {
  it('are listed with what they count and how they are shown', async () => {
    open('/meters');
    const row = (await screen.findByText('Messages sent')).closest('tr')!;
    for (const text of ['messages', 'Sum', 'region', '2', 'Active']) {
      expect(row.textContent).toContain(text);
    }
    expect(screen.getByRole('link', { name: 'Create meter' })).toBeDefined();
    expect(screen.getByRole('link', { name: 'Try an event' })).toBeDefined();
  });

  it.each([
    [{ ...vendor, type: 'distributor' }, ['manage_meters']],
    [vendor, []],
  ])('are only read by others', async (partner, permissions) => {
    open('/meters', { partner, permissions });
    await screen.findByText('Messages sent');
    expect(screen.queryByRole('link', { name: 'Create meter' })).toBeNull();
    expect(screen.queryByRole('link', { name: 'Try an event' })).toBeNull();
  });
});

describe('a new meter', () => {
  it('is created with what was typed', async () => {
    const { user, sent, router } = open('/meters/new');
    await enter('Code', 'messages');
    await enter('Type of event', 'message.sent');
    await enter('Measured property', 'count');
    await user.click(await button('Create meter'));
    await waitFor(() => expect(router.state.location.pathname).toBe('/meters/mtr_1'));
    expect(sent.map(({ call, body }) => [call, JSON.parse(body)])).toEqual([
      [
        'POST /api/v1/meters',
        {
          code: 'messages',
          eventType: 'message.sent',
          aggregation: 'sum',
          valueProperty: 'count',
        },
      ],
    ]);
  });

  it('measures nothing when it counts events', async () => {
    const { user } = open('/meters/new');
    await user.click(
      await screen.findByRole('combobox', { name: /^Quantity/, hidden: true }),
    );
    await user.click(await screen.findByRole('option', { name: 'Number of events', hidden: true }));
    expect(screen.queryByLabelText(/^Measured property/)).toBeNull();
  });
});

describe('a meter', () => {
  it('is shown in another way after it was edited', async () => {
    const { user, sent } = open('/meters/mtr_1?edit');
    await enter('Name', 'Mails');
    await user.click(await button('Save'));
    expect(await screen.findByRole('heading', { name: 'Mails' })).toBeDefined();
    expect(JSON.parse(sent[0]!.body)).toEqual({
      displayName: 'Mails',
      unit: 'messages',
      position: 2,
      valueProperty: 'count',
      groupBy: ['region'],
    });
  });

  it('reads another property after it was edited', async () => {
    const { user, sent } = open('/meters/mtr_1?edit');
    await enter('Measured property', 'messages');
    await user.click(await button('Save'));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(JSON.parse(sent[0]!.body)).toMatchObject({ valueProperty: 'messages' });
  });

  it('is archived and restored after what that means was said', async () => {
    const { user, sent } = open('/meters/mtr_1');
    await user.click(await button('Archive'));
    const dialog = await screen.findByRole('dialog', { name: 'Archive Messages sent?' });
    expect(dialog.textContent).toContain('counts no further events');
    expect(sent).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Archive' }));
    expect(await screen.findByText('Archived')).toBeDefined();
    expect(JSON.parse(sent[0]!.body)).toEqual({ status: 'archived' });

    await user.click(await button('Restore'));
    const again = await screen.findByRole('dialog', { name: 'Restore Messages sent?' });
    await user.click(within(again).getByRole('button', { name: 'Restore' }));
    expect(await screen.findByText('Active')).toBeDefined();
    expect(JSON.parse(sent[1]!.body)).toEqual({ status: 'active' });
  });

  it('is only read by others', async () => {
    open('/meters/mtr_1?edit', { partner: { ...vendor, type: 'reseller' }, permissions: [] });
    expect(await screen.findByText('message.sent')).toBeDefined();
    for (const name of ['Edit', 'Archive', 'Save']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });
});

describe('an event that is tried', () => {
  it('begins as one that the meter would count', () => {
    const now = new Date('2026-11-30T10:00:00Z');
    expect(JSON.parse(sampleEvent(messages, now))).toMatchObject({
      specversion: '1.0',
      type: 'message.sent',
      time: '2026-11-30T10:00:00.000Z',
      data: { count: 1, region: 'x' },
    });
    expect(JSON.parse(sampleEvent(undefined, now)).data).toEqual({});
  });

  it.each([
    ['{"a": 1}', true],
    ['[]', false],
    ['null', false],
    ['1', false],
    ['{', false],
    ['', false],
  ])('is one JSON object: %s', (text, valid) => {
    expect(isObject(text)).toBe(valid);
  });

  it('is sent as it was typed, and says what each meter makes of it', async () => {
    const { user, sent } = open('/event-preview?meter=mtr_1', {
      preview: {
        id: 'e-1',
        status: 'rejected',
        code: 'invalid_value',
        meters: [
          { meterId: 'mtr_1', displayName: 'Messages sent', effect: 'counts', quantity: '1250.5' },
          { meterId: 'mtr_2', displayName: 'Size', effect: 'refuses', code: 'invalid_value' },
          { meterId: 'mtr_3', displayName: 'Old', effect: 'archived' },
          { meterId: 'mtr_4', displayName: 'Logins', effect: 'other_type' },
        ],
      },
    });
    const event = await label('Event');
    expect(event.value).toContain('"message.sent"');
    const typed = '{"id": "e-1", "data": {"count": 0.10000000000000000001}}';
    await enter('Event', typed);
    await user.click(await button('Try it'));
    expect(await screen.findByText('Would be rejected')).toBeDefined();
    expect(sent).toEqual([{ call: 'POST /api/v1/events/preview', body: typed }]);
    expect(screen.getByText('Counts 1,250.5')).toBeDefined();
    expect(screen.getByText(/^Refuses it: The value that is measured/)).toBeDefined();
    expect(screen.getByText('Nothing: it is archived')).toBeDefined();
    expect(screen.getByText('One more meter counts events of another type.')).toBeDefined();
    expect(screen.queryByText('Logins')).toBeNull();
  });

  it('is not sent unless it is JSON', async () => {
    const { user, sent } = open('/event-preview');
    await enter('Event', '{"id": ');
    await user.click(await button('Try it'));
    expect(await screen.findByText('Must be one JSON object')).toBeDefined();
    expect(sent).toEqual([]);
  });

  it('counts in the unit of the meter', () => {
    const counts = { meterId: 'mtr_1', displayName: 'M', effect: 'counts', quantity: '2' } as const;
    expect(effectInWords({ ...counts, unit: 'messages' })).toBe('Counts 2 messages');
    expect(effectInWords(counts)).toBe('Counts 2');
  });
});
