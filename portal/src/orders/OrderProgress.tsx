import { Paper, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Order } from '../api/types';
import { may, useMe } from '../session/session';
import { count } from '../shared/format';
import { texts } from '../texts';
import { progressQuery, requestedOf } from './progress';

const t = texts.orders;

/** What a pending order waits for; it goes away by itself, with the state. */
export function OrderProgress({ order }: { order: Order }) {
  const me = useMe();
  const immediate = order.fulfillment === 'immediate';
  const progress = useQuery({
    ...progressQuery(order),
    enabled: immediate && me.account.role === 'partner' && may(me, 'issue_licenses'),
  });
  const requested = requestedOf(order);
  const issued = progress.data ?? 0;
  return (
    <Paper withBorder p="md" className="surface">
      <Stack gap="xs">
        <Text size="sm" role="status">
          {!immediate
            ? t.opening
            : issued > 0
              ? t.issuedOf(count(issued), count(requested))
              : t.issuing(count(requested))}
        </Text>
        {immediate && progress.data !== undefined && (
          <Progress value={(100 * issued) / Math.max(1, requested)} aria-label={t.progress} />
        )}
      </Stack>
    </Paper>
  );
}
