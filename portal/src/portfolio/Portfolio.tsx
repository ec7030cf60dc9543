import { Badge, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SellableProduct } from '../api/types';
import { Blank } from '../shared/DataTable';
import { count, date, money } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { AskAccess } from './AskAccess';
import { portfolioQuery } from './catalog';

const t = texts.portfolio;

/** What I may sell, on which terms, and who says so. */
export default function Portfolio() {
  const portfolio = useQuery(portfolioQuery);
  return (
    <Page title={t.title} hint={t.hint}>
      <QueryState query={portfolio} asked={{ action: 'issue' }}>
        {(products) =>
          products.length === 0 ? (
            <Paper withBorder className="surface">
              <Blank title={t.empty} hint={t.emptyHint} />
            </Paper>
          ) : (
            <Stack>
              {products.map((product) => (
                <ProductTerms key={product.productId} product={product} />
              ))}
            </Stack>
          )
        }
      </QueryState>
      <AskAccess />
    </Page>
  );
}

function ProductTerms({ product }: { product: SellableProduct }) {
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
      <Table.ScrollContainer minWidth={560} type="native">
        <Table aria-label={t.policiesOf(product.name)}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.policy}</Table.Th>
              <Table.Th>{texts.licenses.type}</Table.Th>
              <Table.Th ta="right">{t.price}</Table.Th>
              <Table.Th ta="right">{texts.grants.licensesMax}</Table.Th>
              <Table.Th>{t.until}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {product.policies.map((policy) => (
              <Table.Tr key={policy.policyId}>
                <Table.Td className="wrap">{policy.name}</Table.Td>
                <Table.Td>{texts.licenses.types[policy.type]}</Table.Td>
                <Table.Td ta="right">
                  {policy.price ? money(policy.price) : texts.states.none}
                </Table.Td>
                <Table.Td ta="right">
                  {policy.licensesMax === undefined
                    ? texts.grants.unlimited
                    : count(policy.licensesMax)}
                </Table.Td>
                <Table.Td>{policy.expiresAt ? date(policy.expiresAt) : t.noEnd}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
