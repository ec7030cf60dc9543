import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Partner } from '../api/types';
import { Balances } from '../quotas/Balances';
import { useMe } from '../session/session';
import { Blank } from '../shared/DataTable';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { metersOf } from '../usage/meters';
import { UsageOf } from '../usage/UsageOf';
import { viewOf, type View } from '../usage/view';

const t = texts.usage;

/**
 * What the partner's branch has used, and what remains of its quotas; going down from here leads to
 * the page of all usage.
 */
export function PartnerUsage({ partner }: { partner: Partner }) {
  const me = useMe();
  const vendor = partner.path[0] ?? partner.id;
  const meters = useQuery(metersOf(me, vendor));
  const [view, setView] = useState<View>({
    ...viewOf(new URLSearchParams()),
    // Only the operator has to say whose meters are meant.
    vendor: me.account.role === 'operator' ? vendor : '',
    partner: partner.id,
  });
  return (
    <Stack gap="lg">
      <Balances subject={{ partnerId: partner.id }} />
      <Section title={t.title} hint={t.utc}>
        <QueryState query={meters}>
          {(items) =>
            items.length === 0 ? (
              <Blank title={t.noMeters} />
            ) : (
              <UsageOf
                view={view}
                meters={items}
                change={(part) => setView((now) => ({ ...now, ...part }))}
              />
            )
          }
        </QueryState>
      </Section>
    </Stack>
  );
}
