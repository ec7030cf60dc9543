import { Alert, Badge, Button, Group, Modal, Progress, Stack, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { problemFrom, type Problem } from '../api/problem';
import { Submission } from '../api/submission';
import type { License } from '../api/types';
import { bounded } from '../shared/bounded';
import { WhyNot } from '../shared/WhyNot';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import type { PlainAction } from './lifecycle';
import { actOn, forgetLicenses } from './calls';
import { licenseName } from './LicenseKey';
import { LicenseStatus } from './LicenseStatus';

const t = texts.licenses;

/** A browser opens about six connections to one host; the rest of the page needs some too. */
const AT_ONCE = 4;

type Result = { status: License['status'] } | { problem: Problem };

interface ActOnManyProps {
  action: PlainAction;
  licenses: License[];
  /** @param done whether anything was sent */
  close: (done: boolean) => void;
}

/** One call for each license; what is refused for one is done for the others. */
export function ActOnMany({ action, licenses, close }: ActOnManyProps) {
  const queries = useQueryClient();
  const submissions = useRef(new Map<string, Submission>());
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());
  const [running, setRunning] = useState(false);
  const told = (id: string, result: Result) =>
    setResults((before) => new Map(before).set(id, result));

  async function one({ id }: License) {
    const submission = submissions.current.get(id) ?? new Submission();
    submissions.current.set(id, submission);
    try {
      const { value } = await actOn(id, action, { 'Idempotency-Key': submission.keyFor(action) });
      submission.answered();
      told(id, { status: value.status });
    } catch (error) {
      const problem = problemFrom(error);
      // Without an answer it may have been done: with the same key it is not done twice.
      if (!problem.unanswered) {
        submission.answered();
      }
      told(id, { problem });
    }
  }

  async function run(chosen: License[]) {
    setRunning(true);
    await bounded(chosen, AT_ONCE, one);
    setRunning(false);
    void forgetLicenses(queries);
  }

  const refused = licenses.filter(({ id }) => 'problem' in (results.get(id) ?? {}));
  const begun = running || results.size > 0;
  const what = t.many.licenses(licenses.length);
  return (
    <Modal
      opened
      size="lg"
      onClose={() => close(begun)}
      closeOnEscape={!running}
      closeOnClickOutside={!running}
      withCloseButton={!running}
      title={t.many.titles[action](what)}
    >
      <Stack>
        {!begun && (
          <Alert
            color={action === 'revoke' ? 'red' : 'blue'}
            title={licenses.length > 1 && t.many.each}
          >
            {t.consequences[action]}
          </Alert>
        )}
        {begun && (
          <div>
            <Progress
              value={(100 * results.size) / licenses.length}
              color={running ? undefined : refused.length > 0 ? 'orange' : 'green'}
              animated={running}
              aria-label={t.many.results}
            />
            <Text size="sm" mt={4} aria-live="polite">
              {t.many.progress(results.size, licenses.length)}
            </Text>
          </div>
        )}
        <WideTable label={t.many.results} minWidth={0} cards={false}>
          <Table.Tbody>
            {licenses.map((license) => (
              <Table.Tr key={license.id}>
                <Table.Td className="wrap">
                  <Text size="sm">{licenseName(license)}</Text>
                  <Text size="xs" c="dimmed">
                    {license.customerName}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Outcome
                    license={license}
                    action={action}
                    result={results.get(license.id)}
                    begun={begun}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
        <Group>
          {!begun || running ? (
            <>
              <Button
                color={action === 'revoke' ? 'red' : undefined}
                loading={running}
                onClick={() => void run(licenses)}
              >
                {t.actions[action]}
              </Button>
              <Button variant="default" disabled={running} onClick={() => close(false)}>
                {texts.actions.cancel}
              </Button>
            </>
          ) : (
            <>
              <Button onClick={() => close(true)}>{texts.actions.close}</Button>
              {refused.length > 0 && (
                <Button variant="default" onClick={() => void run(refused)}>
                  {t.many.again}
                </Button>
              )}
            </>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

interface OutcomeProps {
  license: License;
  action: PlainAction;
  result: Result | undefined;
  begun: boolean;
}

function Outcome({ license, action, result, begun }: OutcomeProps) {
  if (result === undefined) {
    return begun ? (
      <Text size="sm" c="dimmed">
        {t.many.waiting}
      </Text>
    ) : (
      <LicenseStatus status={license.status} />
    );
  }
  if ('status' in result) {
    return (
      <Group gap="xs">
        <Badge color="green">{t.many.done}</Badge>
        <LicenseStatus status={result.status} />
      </Group>
    );
  }
  const { problem } = result;
  return (
    <Stack gap={4} align="flex-start">
      <Badge color="red">{t.many.refused}</Badge>
      <Text size="xs" className="wrap">
        {problem.detail ?? texts.problems[problem.code] ?? problem.title}
      </Text>
      {[403, 404, 409].includes(problem.status) && (
        <WhyNot asked={{ action, resource: license.id }} />
      )}
    </Stack>
  );
}
