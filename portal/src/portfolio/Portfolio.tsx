import { Anchor, Badge, Button, Group, Paper, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { SellableProduct } from '../api/types';
import { PlanFacts } from '../plans/PlanTerms';
import { may, useMe } from '../session/session';
import { Blank } from '../shared/DataTable';
import { count, date, money } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { AskAccess } from './AskAccess';
import { portfolioQuery } from './catalog';
import { WideTable } from '../shared/WideTable';

const t = texts.portfolio;

/** What I may sell, on which terms, and who says so. */
export default function Portfolio() {
  const me = useMe();
  const portfolio = useQuery(portfolioQuery);
  const issues = me.account.role === 'partner' && may(me, 'issue_licenses');
  return (
    <Page
      title={t.title}
      hint={t.hint}
      actions={
        issues && (
          <Button component={Link} to="/licenses/new" leftSection={<PlusIcon />}>
            {texts.licenses.create.title}
          </Button>
        )
      }
    >
      <QueryState query={portfolio} asked={{ action: 'issue' }}>
        {(products) =>
          products.length === 0 ? (
            <Paper withBorder className="surface">
              <Blank title={t.empty} hint={t.emptyHint} />
            </Paper>
          ) : (
            <Stack>
              {products.map((product) => (
                <ProductTerms key={product.productId} product={product} issues={issues} />
              ))}
            </Stack>
          )
        }
      </QueryState>
      {me.partner && me.partner.type !== 'vendor' && (
        <Section title={t.myPlan} hint={t.myPlanHint}>
          {me.partner.planId ? (
            <PlanFacts id={me.partner.planId} />
          ) : (
            <Text size="sm">{t.noPlan}</Text>
          )}
        </Section>
      )}
      <AskAccess />
    </Page>
  );
}

interface ProductTermsProps {
  product: SellableProduct;
  /** Whether the reader may create licenses of it. */
  issues: boolean;
}

function ProductTerms({ product, issues }: ProductTermsProps) {
  return (
    <Section title={product.name}>
      <Group gap="xs">
        <Badge color="gray">{product.code}</Badge>
        {product.kind && <Badge>{t.kinds[product.kind]}</Badge>}
        {product.grantedBy?.name && (
          <Text size="sm" c="dimmed">
            {t.grantedBy(product.grantedBy.name)}
          </Text>
        )}
      </Group>
      <WideTable label={t.policiesOf(product.name)} minWidth={560}>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            <Table.Th role="columnheader">{t.policy}</Table.Th>
            <Table.Th role="columnheader">{texts.licenses.type}</Table.Th>
            <Table.Th role="columnheader" ta="right">
              {t.price}
            </Table.Th>
            <Table.Th role="columnheader" ta="right">
              {texts.grants.licensesMax}
            </Table.Th>
            <Table.Th role="columnheader">{t.until}</Table.Th>
            {issues && (
              <Table.Th role="columnheader">
                <VisuallyHidden>{texts.licenses.create.title}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {product.policies.map((policy) => (
            <Table.Tr key={policy.policyId} role="row">
              <Table.Td role="cell" data-label={t.policy} className="wrap">
                {policy.name}
              </Table.Td>
              <Table.Td role="cell" data-label={texts.licenses.type}>
                {texts.licenses.types[policy.type]}
              </Table.Td>
              <Table.Td role="cell" data-label={t.price} ta="right">
                {policy.price ? money(policy.price) : texts.states.none}
              </Table.Td>
              <Table.Td role="cell" data-label={texts.grants.licensesMax} ta="right">
                {policy.licensesMax === undefined
                  ? texts.grants.unlimited
                  : count(policy.licensesMax)}
              </Table.Td>
              <Table.Td role="cell" data-label={t.until}>
                {policy.expiresAt ? date(policy.expiresAt) : t.noEnd}
              </Table.Td>
              {issues && (
                <Table.Td role="cell">
                  <Anchor
                    component={Link}
                    to={`/licenses/new?policyId=${policy.policyId}`}
                    size="sm"
                    aria-label={`${texts.licenses.create.title}: ${policy.name}`}
                  >
                    {texts.licenses.create.title}
                  </Anchor>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  );
}
