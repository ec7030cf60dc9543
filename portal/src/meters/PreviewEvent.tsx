import { Anchor, Badge, Button, Stack, Table, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { AttributedTo, EventPreview, Meter, MeterPreview } from '../api/types';
import { customerChoiceQuery } from '../customers/calls';
import { PartnerName } from '../partners/PartnerName';
import { Facts, type Fact } from '../shared/Facts';
import { FormProblem } from '../shared/FormProblem';
import { dateTimeExact, quantity } from '../shared/format';
import { useSending } from '../shared/forms';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { ShortId } from '../shared/ShortId';
import { texts } from '../texts';
import { meterQuery, metersQuery, previewEvent } from './calls';
import { isObject, sampleEvent } from './sampleEvent';

const t = texts.meters.preview;
const reasons: Record<string, string> = texts.usage.rejected.reasons;
const above = [{ to: '/meters', label: texts.meters.title }];

/** What an event would count; nothing is counted. */
export default function PreviewEvent() {
  const [params] = useSearchParams();
  const asked = params.get('meter');
  return (
    <Page title={t.title} hint={t.hint} above={above}>
      {asked === null ? <OfAnyMeter /> : <OfMeter id={asked} />}
    </Page>
  );
}

/** It begins with an event of the meter that was asked for. */
function OfMeter({ id }: { id: string }) {
  const meter = useQuery(meterQuery(id));
  return <QueryState query={meter}>{({ value }) => <Try meter={value} />}</QueryState>;
}

function OfAnyMeter() {
  const meters = useQuery(metersQuery);
  return (
    <QueryState query={meters}>
      {(all) => <Try meter={all.find(({ status }) => status === 'active')} />}
    </QueryState>
  );
}

function Try({ meter }: { meter: Meter | undefined }) {
  const [preview, setPreview] = useState<EventPreview>();
  const form = useForm({
    initialValues: { event: sampleEvent(meter, new Date()) },
    validate: { event: (text) => (isObject(text) ? null : t.noJson) },
  });
  const sending = useSending(form, {
    send: ({ event }) => previewEvent(event),
    done: setPreview,
  });
  return (
    <>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={860}>
          <Textarea
            label={t.event}
            description={t.eventHint}
            required
            rows={14}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            {...form.getInputProps('event')}
          />
          <FormProblem refusal={sending.refusal} />
          <Button type="submit" w="fit-content" loading={sending.pending}>
            {t.submit}
          </Button>
        </Stack>
      </form>
      <div aria-live="polite">{preview && <Result preview={preview} />}</div>
    </>
  );
}

const colors = { accepted: 'green', duplicate: 'yellow', rejected: 'red' };

function Result({ preview }: { preview: EventPreview }) {
  const { status, code, time, attribution } = preview;
  const concerned = preview.meters.filter(({ effect }) => effect !== 'other_type');
  const others = preview.meters.length - concerned.length;
  return (
    <Section title={t.result}>
      <Badge color={colors[status]}>{t.statuses[status]}</Badge>
      {code && <Text size="sm">{reasons[code] ?? texts.states.code(code)}</Text>}
      {status === 'duplicate' && <Text size="sm">{t.duplicateHint}</Text>}
      <Facts
        facts={[
          [t.time, time && dateTimeExact(time)],
          ...(attribution ? ownersOf(attribution) : []),
        ]}
      />
      {concerned.length > 0 && <Effects meters={concerned} />}
      {others > 0 && (
        <Text size="sm" c="dimmed">
          {t.otherType(others)}
        </Text>
      )}
    </Section>
  );
}

/** Whose usage it would be. */
function ownersOf({ licenseId, customerId, partnerIds }: AttributedTo): Fact[] {
  return [
    [t.license, <LicenseLink key="license" id={licenseId} />],
    [t.customer, <CustomerName key="customer" id={customerId} />],
    [t.partner, <PartnerName key="partner" id={partnerIds.at(-1)!} link />],
  ];
}

function Effects({ meters }: { meters: MeterPreview[] }) {
  return (
    <Table aria-label={texts.meters.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.meters.meter}</Table.Th>
          <Table.Th>{t.effect}</Table.Th>
          <Table.Th>{texts.meters.dimensions}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {meters.map((meter) => (
          <Table.Tr key={meter.meterId}>
            <Table.Td>
              <Anchor component={Link} to={`/meters/${meter.meterId}`} size="sm">
                {meter.displayName}
              </Anchor>
            </Table.Td>
            <Table.Td>{effectInWords(meter)}</Table.Td>
            <Table.Td>
              {Object.entries(meter.dimensions ?? {})
                .map(([name, value]) => `${name}: ${value}`)
                .join(', ') || texts.states.none}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What a meter makes of the event. */
export function effectInWords({ effect, quantity: counted, unit, code }: MeterPreview): string {
  switch (effect) {
    case 'counts':
      return t.counts([quantity(counted ?? '0'), unit].filter(Boolean).join(' '));
    case 'refuses':
      return t.refuses(reasons[code ?? ''] ?? texts.states.code(code ?? ''));
    case 'archived':
      return t.archived;
    case 'other_type':
      return t.otherType(1);
  }
}

function LicenseLink({ id }: { id: string }) {
  return (
    <Anchor component={Link} to={`/licenses/${id}`} size="sm">
      <ShortId id={id} inline />
    </Anchor>
  );
}

function CustomerName({ id }: { id: string }) {
  const customer = useQuery({ ...customerChoiceQuery(id), retry: false });
  return (
    <Anchor component={Link} to={`/customers/${id}`} size="sm" className="wrap">
      {customer.data?.label ?? <ShortId id={id} inline />}
    </Anchor>
  );
}
