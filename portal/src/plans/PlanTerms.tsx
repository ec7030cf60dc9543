import { ActionIcon, List, Popover, Stack, Text } from '@mantine/core';
import { InfoCircledIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { Plan, Rate } from '../api/types';
import { Facts } from '../shared/Facts';
import { day, money, price, quantity } from '../shared/format';
import { QueryState } from '../shared/QueryState';
import { texts } from '../texts';
import { planQuery } from './calls';
import { holding } from './dates';
import { RateCalculator } from './RateCalculator';
import { rateName, tiered } from './rates';

const t = texts.plans;

/** A rate in words: one line for what is charged, one more for each tier. */
export function rateLines(rate: Rate): string[] {
  const of = (amount: string) => price(amount, rate.currency);
  const lines = tiered(rate.model)
    ? [
        rate.model === 'graduated' ? t.graduated : t.volume,
        ...(rate.tiers ?? []).map(({ upTo, unit, flat }) =>
          t.tier(
            upTo === undefined ? undefined : quantity(upTo),
            [unit && t.each(of(unit)), flat && t.flat(of(flat))].filter(Boolean).join(' + '),
          ),
        ),
      ]
    : [
        rate.model === 'flat'
          ? t.flat(of(rate.unit ?? '0'))
          : rate.model === 'package'
            ? t.perPackage(of(rate.unit ?? '0'), quantity(rate.packageSize ?? '1'))
            : t.each(of(rate.unit ?? '0')),
      ];
  return [
    ...lines,
    ...(rate.included === undefined ? [] : [t.includedOf(quantity(rate.included))]),
    ...(rate.minimum === undefined ? [] : [t.atLeast(of(rate.minimum))]),
  ];
}

/** What a plan charges by use, meter by meter. */
export function Rates({ plan }: { plan: Pick<Plan, 'rates'> }) {
  if (plan.rates.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t.noRates}
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      {plan.rates.map(({ meter, where, rate }) => (
        <div key={rateName(meter, where)}>
          <Text size="sm" fw={600} className="wrap">
            {rateName(meter, where)}
          </Text>
          <List size="sm" spacing={0}>
            {rateLines(rate).map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        </div>
      ))}
    </Stack>
  );
}

/** For each rate, what a quantity would cost. */
export function RateCalculators({ plan }: { plan: Plan }) {
  return plan.rates.map(({ meter, where, rate }) => (
    <RateCalculator
      key={rateName(meter, where)}
      name={rateName(meter, where)}
      rate={rate}
    />
  ));
}

/** All that a plan costs, as facts: what nobody above has to be asked for. */
export function PlanFacts({ id }: { id: string }) {
  const plan = useQuery(planQuery(id));
  return (
    <QueryState query={plan} lines={3}>
      {({ value }) => (
        <Stack>
          <Facts
            facts={[
              [t.plan, value.name],
              [t.fee, money(value.fee)],
              [t.byUse, <Rates key="rates" plan={value} />],
            ]}
          />
          <RateCalculators plan={value} />
          <ComingPrices plan={value} />
        </Stack>
      )}
    </QueryState>
  );
}

/** What it is to cost: who pays is told before. */
function ComingPrices({ plan }: { plan: Plan }) {
  return holding(plan.prices ?? [])
    .filter(([, state]) => state === 'coming')
    .reverse()
    .map(([prices]) => (
      <div key={prices.from}>
        <Text size="sm" fw={600}>
          {texts.planDates.willCost(day(prices.from ?? ''), t.aMonth(money(prices.fee)))}
        </Text>
        <Rates plan={prices} />
      </div>
    ));
}

/** All that a plan costs, behind an info icon. */
export function PlanInfo({ plan }: { plan: Plan }) {
  return (
    <Popover width={300} withArrow shadow="md" position="bottom-start">
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t.termsOf(plan.name)}
          title={t.termsOf(plan.name)}
        >
          <InfoCircledIcon />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.termsOf(plan.name)}>
        <Stack gap="xs">
          <Text size="sm" fw={600} className="wrap">
            {plan.name}
          </Text>
          <Text size="sm">{t.aMonth(money(plan.fee))}</Text>
          <Rates plan={plan} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
