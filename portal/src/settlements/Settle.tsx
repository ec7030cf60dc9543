import { Anchor, Button, Checkbox, Group, Stack, Table, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client';
import { Submission } from '../api/submission';
import type { OwedLicense, Page as PageOf, Settlement } from '../api/types';
import { BillRows } from '../orders/BillRows';
import { DataTable, Nothing, type Column } from '../shared/DataTable';
import { count, date, money } from '../shared/format';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { usePages } from '../shared/lists';
import { Page } from '../shared/Page';
import { Refusal } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { ShortId, shortId } from '../shared/ShortId';
import { texts } from '../texts';
import { billOf, forgetSettlements, previewQuery } from './calls';
import { mayChoose, NONE, runningTotal, toggle, togglePage, type Chosen } from './selection';

const t = texts.settlements;

/** The licenses that the reader owes: some are chosen, and checked out. */
export default function Settle() {
  const [chosen, setChosen] = useState(NONE);
  return (
    <Page title={t.settle} hint={t.settleHint} above={[{ to: '/settlements', label: t.title }]}>
      <Owed chosen={chosen} choose={setChosen} />
      <CheckOut chosen={chosen} />
    </Page>
  );
}

function Owed({ chosen, choose }: { chosen: Chosen; choose: (next: Chosen) => void }) {
  const list = usePages(['settlements', 'owed'], {}, (at) =>
    answer<PageOf<OwedLicense>>(api.GET('/api/v1/settlements/owed', { params: { query: at } })),
  );
  const shown = list.query.data?.items ?? [];
  const columns: Column<OwedLicense>[] = [
    {
      id: 'chosen',
      header: t.choose,
      unlabelled: true,
      cell: (license) => (
        <Checkbox
          aria-label={t.chooseOne(license.productName, shortId(license.licenseId))}
          checked={chosen.has(license.licenseId)}
          disabled={!mayChoose(chosen, license)}
          onChange={() => choose(toggle(chosen, license))}
        />
      ),
    },
    {
      id: 'product',
      header: texts.licenses.product,
      cell: ({ productName, policyName }) => (
        <>
          <Text size="sm" fw={600} className="wrap">
            {productName}
          </Text>
          <Text size="xs" c="dimmed" className="wrap">
            {policyName}
          </Text>
        </>
      ),
    },
    { id: 'license', header: t.license, cell: ({ licenseId }) => <ShortId id={licenseId} /> },
    { id: 'issuedAt', header: t.issuedAt, nowrap: true, cell: ({ issuedAt }) => date(issuedAt) },
    {
      id: 'price',
      header: t.price,
      align: 'right',
      nowrap: true,
      cell: ({ price }) => (price ? money(price) : t.free),
    },
    {
      id: 'settlement',
      header: t.settlement,
      cell: ({ settlementId }) =>
        settlementId === undefined ? (
          texts.states.none
        ) : (
          <Anchor component={Link} to={`/settlements/${settlementId}`} size="sm">
            {t.inSettlement}
          </Anchor>
        ),
    },
  ];
  return (
    <Stack gap="sm">
      {shown.length > 0 && (
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          onClick={() => choose(togglePage(chosen, shown))}
        >
          {t.choosePage}
        </Button>
      )}
      <DataTable
        label={t.owed}
        list={list}
        columns={columns}
        rowId={({ licenseId }) => licenseId}
        minWidth={720}
        empty={<Nothing title={t.nothingOwed} hint={t.nothingOwedHint} />}
      />
    </Stack>
  );
}

function CheckOut({ chosen }: { chosen: Chosen }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const licenseIds = [...chosen.keys()];
  const [asked] = useDebouncedValue(licenseIds.join(' '), 300);
  const preview = useQuery({
    ...previewQuery(asked === '' ? [] : asked.split(' ')),
    placeholderData: keepPreviousData,
  });
  // The ids are no input of the form: what is refused of them is said above the buttons. They decide
  // what is the same request; one that was refused changed nothing and may be sent again.
  const submission = useRef(new Submission());
  const form = useForm({
    initialValues: { termsAccepted: false },
    validate: { termsAccepted: (accepted) => (accepted ? null : t.acceptFirst) },
  });
  const sending = useSending(form, {
    send: ({ termsAccepted }) =>
      answer<Settlement>(
        api.POST('/api/v1/settlements', {
          headers: { 'Idempotency-Key': submission.current.keyFor(licenseIds) },
          body: { licenseIds, termsAccepted },
        }),
      ),
    done: async ({ id }) => {
      notifications.show({ color: 'green', message: t.checkedOut });
      await navigate(`/settlements/${id}`);
      await forgetSettlements(queries);
    },
  });
  const problem = sending.refusal?.problem;
  useEffect(() => {
    // Somebody else was faster: show of which.
    if (problem?.is('already_settled')) {
      void queries.invalidateQueries({ queryKey: ['settlements', 'owed'] });
    }
  }, [problem, queries]);
  const total = runningTotal(chosen);
  const bill = chosen.size > 0 && preview.data ? billOf(preview.data) : undefined;
  return (
    <Section title={t.checkOut}>
      <div aria-live="polite">
        <Text size="sm" c="dimmed">
          {chosen.size === 0
            ? t.chooseSome
            : t.chosen(count(chosen.size), total ? money(total) : undefined)}
        </Text>
        {bill ? (
          <Table maw={420} aria-label={t.price} layout="fixed">
            <BillRows
              bill={bill}
              span={1}
              discount={t.discountOf(preview.data?.discountPercent ?? 0)}
            />
          </Table>
        ) : (
          chosen.size > 0 && preview.isError && <Refusal error={preview.error} />
        )}
      </div>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack>
          <Checkbox
            label={t.terms}
            {...form.getInputProps('termsAccepted', { type: 'checkbox' })}
          />
          <FormProblem refusal={sending.refusal} />
          <Group>
            <Button type="submit" loading={sending.pending} disabled={chosen.size === 0}>
              {t.checkOut}
            </Button>
            <Button component={Link} to="/settlements" variant="default">
              {texts.actions.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
