import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { PlusIcon } from '@radix-ui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMe } from '../session/session';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { meterName, money, month } from '../shared/format';
import { usePages } from '../shared/lists';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { listCredits, type Credit, type Payer } from './calls';
import { drawnPercent, givesCredits, isGivenAbove, stateOf, type CreditState } from './draft';
import { GiveCredit, VoidCredit } from './CreditForms';

const t = texts.credits;

const colors: Record<CreditState, string> = {
  open: 'green',
  usedUp: 'gray',
  ended: 'gray',
  voided: 'red',
};

/** What a partner or customer may pay its statements with, and what remains of it. */
export function Credits({ payer }: { payer: Payer }) {
  const me = useMe();
  const queries = useQueryClient();
  const [giving, setGiving] = useState(false);
  const [ending, setEnding] = useState<Credit>();
  const gives = givesCredits(me, payer);
  const list = usePages(['credits', payer], {}, (at) => listCredits(payer, at));
  const done = (message: string) => {
    notifications.show({ color: 'green', message });
    setGiving(false);
    setEnding(undefined);
    void queries.invalidateQueries({ queryKey: ['credits'] });
    void queries.invalidateQueries({ queryKey: ['statements'] });
  };
  const columns: Column<Credit>[] = [
    { id: 'note', header: t.note, cell: (credit) => <What credit={credit} /> },
    { id: 'drawn', header: t.drawn, cell: (credit) => <Drawn credit={credit} /> },
    { id: 'pays', header: t.pays, cell: (credit) => <Pays credit={credit} /> },
    {
      id: 'actions',
      header: '',
      align: 'right',
      cell: (credit) =>
        gives &&
        stateOf(credit) === 'open' &&
        !isGivenAbove(me, credit) && (
          <Button
            size="xs"
            variant="default"
            aria-label={`${t.end}: ${credit.note}`}
            onClick={() => setEnding(credit)}
          >
            {t.end}
          </Button>
        ),
    },
  ];
  return (
    <Section title={t.title} hint={t.hint}>
      <Stack>
        {gives && (
          <Button
            variant="default"
            w="fit-content"
            leftSection={<PlusIcon />}
            onClick={() => setGiving(true)}
          >
            {t.give}
          </Button>
        )}
        <DataTable
          label={t.title}
          list={list}
          columns={columns}
          rowId={({ id }) => id}
          minWidth={640}
          empty={<Nothing title={t.none} hint={t.noneHint} />}
        />
      </Stack>
      {giving && (
        <GiveCredit payer={payer} done={() => done(t.given)} close={() => setGiving(false)} />
      )}
      {ending && (
        <VoidCredit
          credit={ending}
          done={() => done(t.ended)}
          close={() => setEnding(undefined)}
        />
      )}
    </Section>
  );
}

function What({ credit }: { credit: Credit }) {
  const state = stateOf(credit);
  return (
    <div>
      <Text size="sm" fw={600} className="wrap">
        {credit.note}
      </Text>
      <Group gap="xs">
        <Badge variant="light">{t.kinds[credit.kind]}</Badge>
        <Badge variant="light" color={colors[state]}>
          {t.states[state]}
        </Badge>
      </Group>
      {credit.price && <Text size="xs">{t.costs(money(credit.price))}</Text>}
      {credit.voided && (
        <Text size="xs" c="dimmed" className="wrap">
          {credit.voided.reason}
        </Text>
      )}
    </div>
  );
}

function Drawn({ credit }: { credit: Credit }) {
  return (
    <Stack gap={4}>
      <Progress
        value={drawnPercent(credit)}
        aria-label={t.bar(credit.note)}
        color={credit.remaining.amount === 0 ? 'gray' : undefined}
      />
      <Text size="sm">{t.drawnOf(money(credit.drawn), money(credit.amount))}</Text>
      <Text size="sm" c="dimmed">
        {t.remaining(money(credit.remaining))}
      </Text>
      {credit.draws.map(({ statementId, period, amount }) => (
        <Text key={statementId} size="xs" component={Link} to={`/statements/${statementId}`}>
          {t.draw(month(period), money(amount))}
        </Text>
      ))}
    </Stack>
  );
}

function Pays({ credit }: { credit: Credit }) {
  const { from, until, meters, priority } = credit;
  return (
    <div>
      <Text size="sm">{t.months(month(from), month(until))}</Text>
      <Text size="xs" c="dimmed" className="wrap">
        {meters === undefined ? t.everything : t.usageOf(meters.map((meter) => meterName(meter)).join(', '))}
      </Text>
      <Text size="xs" c="dimmed">
        {t.priorityOf(priority)}
      </Text>
    </div>
  );
}
