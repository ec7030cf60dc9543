import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../session/session';
import { Loading, Refusal } from '../shared/QueryState';
import { childrenQuery } from './calls';
import type { MeterChoice } from './meters';
import { rangeOf, WINDOWS, windowsFor } from './range';
import { Trail } from './Trail';
import { UsageControls } from './UsageControls';
import { UsageResult } from './UsageResult';
import { groupOf, groupsOf, isBranch, type View } from './view';

interface UsageOfProps {
  view: View;
  meters: MeterChoice[];
  change: (part: Partial<View>) => void;
}

/** The controls, and below them what was used. */
export function UsageOf({ view, meters, change }: UsageOfProps) {
  const me = useMe();
  const { role } = me.account;
  // While it is looked at the time does not move on: what was asked for stays the same.
  const [now] = useState(() => new Date());
  const place = view.partner || view.vendor || (me.partner?.id ?? '');
  const partners = role !== 'customer' && isBranch(view);
  const children = useQuery({ ...childrenQuery(place), enabled: partners });
  const meter = meters.find(({ code }) => code === view.meter) ?? meters[0]!;
  const range = rangeOf(view, now);
  const windows = range === undefined ? WINDOWS : windowsFor(range);
  const window = windows.find((one) => one === view.window) ?? windows[0] ?? 'month';
  const groups = groupsOf(view, role, partners && (children.data ?? []).length > 0);
  const group = groupOf(view, groups);
  const known = !partners || children.data !== undefined;
  return (
    <Stack>
      <Trail view={view} />
      {known && (
        <UsageControls
          view={view}
          meters={meters}
          meter={meter.code}
          window={window}
          windows={windows}
          group={group}
          groups={groups}
          range={range}
          change={change}
        />
      )}
      {children.isError && partners ? (
        <Refusal error={children.error} retry={() => void children.refetch()} />
      ) : !known ? (
        <Loading lines={6} />
      ) : (
        range !== undefined && (
          <UsageResult
            shown={{ view, meter, range, window, group }}
            partners={children.data ?? []}
          />
        )
      )}
    </Stack>
  );
}
