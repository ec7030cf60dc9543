import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { Problem } from '../api/problem';
import type { Issuance } from '../api/types';
import { customerChoiceQuery } from '../customers/calls';
import { useCatalogNames } from '../portfolio/catalogNames';
import { Facts } from '../shared/Facts';
import { count } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState, Refusal } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { forgetLicenses, issuanceQuery, isOver } from './calls';

const t = texts.licenses.issuance;

/** How far a large number of licenses is. */
export default function IssuancePage() {
  const { id = '' } = useParams();
  const issuance = useQuery(issuanceQuery(id));
  return (
    <Page title={t.title} above={[{ to: '/licenses', label: texts.licenses.title }]}>
      <QueryState query={issuance} asked={{ action: 'issue' }}>
        {(found) => <State issuance={found} />}
      </QueryState>
    </Page>
  );
}

function State({ issuance }: { issuance: Issuance }) {
  const queries = useQueryClient();
  const names = useCatalogNames();
  const customer = useQuery({ ...customerChoiceQuery(issuance.customerId), retry: false });
  const over = isOver(issuance);
  useEffect(() => {
    if (over) {
      void forgetLicenses(queries);
    }
  }, [over, queries]);
  const { requested, issued, status } = issuance;
  const shown = new URLSearchParams({
    customerId: issuance.customerId,
    productId: issuance.productId,
    ...(issuance.orderId ? { orderId: issuance.orderId } : {}),
  });
  return (
    <Section title={t.statuses[status] ?? status}>
      <Stack maw={640}>
        <Facts
          facts={[
            [texts.licenses.product, names.product(issuance.productId)],
            [texts.licenses.policy, names.policy(issuance.policyId)],
            [texts.customers.customer, customer.data?.label],
          ]}
        />
        <div>
          <Progress
            value={requested === 0 ? 0 : (100 * issued) / requested}
            size="lg"
            color={status === 'failed' ? 'red' : status === 'completed' ? 'green' : undefined}
            animated={!over}
            aria-label={t.progress}
          />
          <Text size="sm" mt={4} aria-live="polite">
            {t.of(count(issued), count(requested))}
          </Text>
        </div>
        {!over && (
          <Text size="sm" c="dimmed">
            {t.hint}
          </Text>
        )}
        {status === 'failed' && issuance.code && (
          <Refusal
            error={
              new Problem(409, issuance.code, t.statuses.failed ?? '', undefined, [])
            }
            asked={{
              action: 'issue',
              resource: issuance.policyId,
              customerId: issuance.customerId,
              quantity: requested,
              ...(issuance.orderId ? { orderId: issuance.orderId } : {}),
            }}
          />
        )}
        {issued > 0 && (
          <Group>
            <Button component={Link} to={`/licenses?${shown}`} disabled={!over}>
              {t.show}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}
