import { SegmentedControl, Select, Stack, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { answer, api } from '../api/client';
import { everything } from '../api/everything';
import type { Meter, Page, Partner, UsageRow } from '../api/types';
import { Nothing } from '../shared/DataTable';
import { Loading, QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';

// The charts are the largest part of the portal; they are loaded when one is drawn.
const UsageChart = lazy(() => import('./UsageChart'));

const t = texts.usage;

type GroupBy = 'partner' | 'product' | 'customer';

/** What the partner's branch has used this month, day by day. */
export function PartnerUsage({ partner }: { partner: Partner }) {
  const meters = useQuery({
    queryKey: ['meters'],
    queryFn: () =>
      everything((at) => answer<Page<Meter>>(api.GET('/api/v1/meters', { params: { query: at } }))),
  });
  return (
    <Section title={t.title} hint={t.hint}>
      <QueryState query={meters}>
        {(items) =>
          items.length === 0 ? (
            <Nothing title={t.noMeters} />
          ) : (
            <MeterUsage partner={partner} meters={items} />
          )
        }
      </QueryState>
    </Section>
  );
}

function MeterUsage({ partner, meters }: { partner: Partner; meters: Meter[] }) {
  const [meter, setMeter] = useState(meters[0]!.code);
  const [groupBy, setGroupBy] = useState<GroupBy>('partner');
  const usage = useQuery({
    queryKey: ['usage', partner.id, meter, groupBy],
    queryFn: () =>
      answer<{ items: UsageRow[] }>(
        api.GET('/api/v1/usage', {
          params: {
            query: { meter, partnerId: partner.id, window: 'day', groupBy: groupBy as never },
          },
        }),
      ),
  });
  return (
    <Stack>
      <Group>
        <Select
          label={t.meter}
          data={meters.map(({ code }) => code)}
          value={meter}
          allowDeselect={false}
          onChange={(code) => code && setMeter(code)}
        />
        <Stack gap={2}>
          <SegmentedControl
            aria-label={t.groupBy}
            mt="lg"
            data={(['partner', 'product', 'customer'] as const).map((value) => ({
              value,
              label: t.groups[value],
            }))}
            value={groupBy}
            onChange={(value) => setGroupBy(value as GroupBy)}
          />
        </Stack>
      </Group>
      <QueryState query={usage} asked={{ action: 'see', resource: partner.id }}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t.nothing} />
          ) : (
            <Suspense fallback={<Loading lines={6} />}>
              <UsageChart rows={items} groupBy={groupBy} meter={meter} />
            </Suspense>
          )
        }
      </QueryState>
    </Stack>
  );
}
