import { Paper, Progress, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Order } from '../api/types';
import { may, useMe } from '../session/session';
import { count } from '../shared/format';
import { texts } from '../texts';
import { progressQuery, requestedOf } from './progress';

const t = texts.orders;

/** What a pending order waits for; it goes away by itself, with the state. */
export function OrderProgress({ order }: { order: Order }) {
  const me = useMe();
  const queries = useQueryClient();
  const immediate = order.fulfillment === 'immediate';
  const progress = useQuery({
    ...progressQuery(order, queries),
    enabled: immediate && me.account.role === 'partner' && may(me, 'issue_licenses'),
  });
  const requested = requestedOf(order);
  const issued = Math.min(progress.data?.issued ?? 0, requested);
  // A line whose licenses are not among the newest may be further than is known here.
  const whole = progress.data?.issuances.length === order.lines.length;
  const issuedOf = whole ? t.issuedOf : t.issuedAtLeast;
  return (
    <Paper withBorder p="md" className="surface">
      <Stack gap="xs">
        <Text size="sm" role="status">
          {!immediate
            ? t.opening
            : progress.data && issued > 0
              ? issuedOf(count(issued), count(requested))
              : t.issuing(count(requested))}
        </Text>
        {immediate && progress.data && (
          <Progress value={(100 * issued) / Math.max(1, requested)} aria-label={t.progress} />
        )}
      </Stack>
    </Paper>
  );
}
