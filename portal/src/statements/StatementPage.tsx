import { Alert, Button, Paper, Stack } from '@mantine/core';
import { DownloadIcon } from '@radix-ui/react-icons';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { Statement, StatementLine } from '../api/types';
import { CreditNote, isReducible, makesNotes } from '../credits/CreditNote';
import { useMe } from '../session/session';
import { Blank } from '../shared/DataTable';
import { Facts, type Fact } from '../shared/Facts';
import { dateTime, month } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { fileOf, statementQuery } from './calls';
import { sectionsOf, totalsOf } from './lines';
import { StatementLines } from './StatementLines';
import { StatementStatus } from './StatementStatus';
import { Totals } from './Totals';

const t = texts.statements;
const above = [{ to: '/statements', label: t.title }];

export default function StatementPage() {
  const { id = '' } = useParams();
  const statement = useQuery(statementQuery(id));
  if (statement.data === undefined) {
    return (
      <Page title={t.statement} above={above}>
        <QueryState query={statement}>{() => null}</QueryState>
      </Page>
    );
  }
  return <Loaded key={id} statement={statement.data} />;
}

function Loaded({ statement }: { statement: Statement }) {
  const { payerName, payeeName, period, status, closedAt, planName, commissionPercent, lines } =
    statement;
  const me = useMe();
  const queries = useQueryClient();
  const [reduced, setReduced] = useState<StatementLine>();
  const reduces = makesNotes(me, statement);
  const sections = sectionsOf(lines);
  const unrated = lines.some(({ kind }) => kind === 'unrated');
  return (
    <Page
      title={t.statementOf(month(period))}
      hint={t.owes(payerName, payeeName)}
      above={above}
      badge={<StatementStatus status={status} />}
      actions={<Files id={statement.id} />}
    >
      {status === 'draft' && <Alert color="blue">{t.draftHint}</Alert>}
      {unrated && (
        <Alert color="yellow" title={t.unrated}>
          {t.unratedHint}
        </Alert>
      )}
      <Stack>
        <Section title={texts.partners.tabs.details}>
          <Facts
            facts={[
              [t.payer, payerName],
              [t.payee, payeeName],
              [t.month, month(period)],
              [texts.fields.status, t.statuses[status]],
              [t.closedAt, closedAt && dateTime(closedAt)],
              [t.plan, planName],
              ...(commissionPercent === undefined
                ? []
                : [[t.commission, t.percent(commissionPercent)] as Fact]),
            ]}
          />
        </Section>
        {sections.length === 0 ? (
          <Paper withBorder className="surface">
            <Blank title={t.noLines} hint={t.noLinesHint} />
          </Paper>
        ) : (
          sections.map((section) => (
            <StatementLines
              key={section.name}
              section={section}
              reduce={(line) =>
                reduces && isReducible(statement, line) ? () => setReduced(line) : undefined
              }
            />
          ))
        )}
        <Totals totals={totalsOf(statement)} />
      </Stack>
      {reduced && (
        <CreditNote
          statementId={statement.id}
          line={reduced}
          done={() => {
            notifications.show({ color: 'green', message: texts.credits.notes.made });
            setReduced(undefined);
            void queries.invalidateQueries({ queryKey: ['statements'] });
          }}
          close={() => setReduced(undefined)}
        />
      )}
    </Page>
  );
}

/** On paper, and as the files that bookkeeping takes. */
function Files({ id }: { id: string }) {
  return (
    <>
      <Button variant="default" onClick={() => window.print()}>
        {t.print}
      </Button>
      {(['pdf', 'csv'] as const).map((type) => (
        <Button
          key={type}
          component="a"
          href={fileOf(id, type)}
          download
          variant="default"
          leftSection={<DownloadIcon aria-hidden />}
        >
          {t.download[type]}
        </Button>
      ))}
    </>
  );
}
