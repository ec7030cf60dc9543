import { Group, Input, SegmentedControl, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { answer, api } from '../api/client';
import type { Meter, Partner, UsageRow } from '../api/types';
import { metersQuery } from '../plans/calls';
import { Blank } from '../shared/DataTable';
import { meterName } from '../shared/format';
import { Loading, QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';

// The charts are the largest part of the portal; they are loaded when one is drawn.
const UsageChart = lazy(() => import('./UsageChart'));

const t = texts.usage;

type GroupBy = 'partner' | 'product' | 'customer';

/** What the partner's branch has used this month, day by day. */
export function PartnerUsage({ partner }: { partner: Partner }) {
  const meters = useQuery(metersQuery);
  return (
    <Section title={t.title} hint={t.hint}>
      <QueryState query={meters}>
        {(items) =>
          items.length === 0 ? (
            <Blank title={t.noMeters} />
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
      <Group align="flex-end">
        <Select
          label={t.meter}
          data={meters.map(({ code }) => ({ value: code, label: meterName(code) }))}
          value={meter}
          allowDeselect={false}
          onChange={(code) => code && setMeter(code)}
        />
        <Input.Wrapper label={t.groupBy} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t.groupBy}
              data={(['partner', 'product', 'customer'] as const).map((value) => ({
                value,
                label: t.groups[value],
              }))}
              value={groupBy}
              onChange={(value) => setGroupBy(value as GroupBy)}
            />
          </div>
        </Input.Wrapper>
      </Group>
      <QueryState query={usage} asked={{ action: 'see', resource: partner.id }}>
        {({ items }) =>
          items.every(({ quantity }) => Number(quantity) === 0) ? (
            <Blank title={t.nothing} hint={t.nothingHint} />
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
