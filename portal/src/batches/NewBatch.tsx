import {
  Alert,
  Button,
  FileButton,
  Group,
  List,
  SegmentedControl,
  Stack,
  Table,
  Text,
  Textarea,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { DownloadIcon, UploadIcon } from '@radix-ui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { mayDrawFrom } from '../licenses/newLicense';
import { OrderSelect } from '../licenses/OrderSelect';
import { may, useMe } from '../session/session';
import { saveText } from '../shared/download';
import { count } from '../shared/format';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { useFilter } from '../shared/lists';
import { Page } from '../shared/Page';
import { Section } from '../shared/Section';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { forgetBatches, startBatch } from './calls';
import { columnsOf, sampleOf, type Kind } from './columns';
import { hashFaults, readDraft, type Draft, type Fault } from './draft';

const t = texts.batches;

/** Rows that are shown before they are sent. */
const SHOWN = 10;

/** Many licenses from a file, or keys of another system. */
export default function NewBatch() {
  const me = useMe();
  const [kind, setKind] = useFilter('kind');
  const imports =
    me.partner?.type === 'vendor' && may(me, 'manage_catalog') && may(me, 'issue_licenses');
  const chosen: Kind = imports && kind === 'import' ? 'import' : 'issue';
  return (
    <Page
      title={t.title}
      hint={t.hint}
      above={[{ to: '/licenses', label: texts.licenses.title }]}
      actions={
        <Button component={Link} to="/license-batches" variant="default">
          {t.earlier}
        </Button>
      }
    >
      {imports && (
        <SegmentedControl
          aria-label={t.kind}
          data={[
            { value: 'issue', label: t.kinds.issue },
            { value: 'import', label: t.kinds.import },
          ]}
          value={chosen}
          onChange={setKind}
          maw={420}
        />
      )}
      {/* Another kind has other columns: what was given for one is nothing for the other. */}
      <Form key={chosen} kind={chosen} />
    </Page>
  );
}

interface Source {
  /** Of the file; absent for what was pasted. */
  name?: string;
  text: string;
}

function Form({ kind }: { kind: Kind }) {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [orderId, setOrderId] = useFilter('orderId');
  const [source, setSource] = useState<Source>({ text: '' });
  const given = source.text.trim() !== '';
  const draft = useMemo(
    () => (given ? readDraft(source.text, kind) : undefined),
    [given, source.text, kind],
  );
  const hashes = useHashFaults(draft, kind);
  const faults = [...(draft?.faults ?? []), ...hashes.faults];
  const form = useForm({ initialValues: { text: '' } });
  const inOrder = kind === 'issue' ? orderId : '';
  const sending = useSending(form, {
    send: (_, headers) => {
      if (draft === undefined) {
        throw new Error('nothing is sent before it is read');
      }
      return startBatch({ kind, orderId: inOrder, text: source.text, draft }, headers);
    },
    done: ({ id }) => {
      void forgetBatches(queries);
      void navigate(`/license-batches/${id}`);
    },
  });
  // What is sent is part of what makes a repeated click the same one.
  useEffect(() => form.setFieldValue('text', source.text + inOrder), [source.text, inOrder]);
  const read = (file: File | null) => {
    if (file !== null) {
      sending.dismiss();
      void file.text().then((text) => setSource({ name: file.name, text }));
    }
  };
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        {kind === 'issue' && (
          <Section title={t.from}>
            <OrderSelect
              label={texts.licenses.create.order}
              description={texts.licenses.create.orderHint}
              clearable
              maw={420}
              of={['orders', 'drawn']}
              only={(order) => mayDrawFrom(order, me)}
              value={orderId || null}
              onChange={setOrderId}
            />
          </Section>
        )}
        <Section title={t.rows} hint={kind === 'issue' ? t.rowsHint : t.importHint}>
          <Columns kind={kind} />
          <Group>
            <FileButton onChange={read} accept=".csv,.json,text/csv,application/json">
              {(props) => (
                <Button {...props} variant="default" leftSection={<UploadIcon />}>
                  {t.choose}
                </Button>
              )}
            </FileButton>
            <Button
              variant="default"
              leftSection={<DownloadIcon />}
              onClick={() => saveText(`${kind}-sample.csv`, sampleOf(kind), 'text/csv')}
            >
              {t.sample}
            </Button>
          </Group>
          {source.name === undefined ? (
            <Textarea
              label={t.paste}
              description={t.pasteHint}
              rows={6}
              classNames={{ input: 'key' }}
              spellCheck={false}
              value={source.text}
              onChange={(event) => {
                sending.dismiss();
                setSource({ text: event.currentTarget.value });
              }}
            />
          ) : (
            <Group>
              <Text size="sm" className="wrap">
                {t.chosen(source.name)}
              </Text>
              <Button size="xs" variant="default" onClick={() => setSource({ text: '' })}>
                {t.remove}
              </Button>
            </Group>
          )}
        </Section>
        {draft && <Preview draft={draft} faults={faults} kind={kind} />}
        <FormProblem refusal={sending.refusal} asked={{ action: 'issue' }} />
        <Group>
          <Button
            type="submit"
            loading={sending.pending || hashes.pending}
            disabled={draft === undefined || faults.length > 0}
          >
            {draft === undefined || faults.length > 0
              ? t.start
              : t.startRows(draft.cells.length, count(draft.cells.length))}
          </Button>
          <Button component={Link} to="/licenses" variant="default">
            {texts.actions.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Hashing takes a moment where there are many. */
function useHashFaults(draft: Draft | undefined, kind: Kind) {
  const [found, setFound] = useState<{ draft: Draft; faults: Fault[] }>();
  const wanted = kind === 'import' && draft !== undefined && draft.faults.length === 0;
  useEffect(() => {
    let current = true;
    if (wanted) {
      void hashFaults(draft.cells).then((faults) => current && setFound({ draft, faults }));
    }
    return () => {
      current = false;
    };
  }, [wanted, draft]);
  const known = wanted && found?.draft === draft;
  return { faults: known ? found.faults : [], pending: wanted && !known };
}

function Columns({ kind }: { kind: Kind }) {
  return (
    <details>
      <summary>{t.columnsTitle}</summary>
      <WideTable label={t.columnsTitle} minWidth={0} cards={false}>
        <Table.Tbody>
          {columnsOf(kind).map(({ name, required, hint }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Text size="sm" ff="monospace">
                  {name}
                </Text>
                {required && (
                  <Text size="xs" c="dimmed">
                    {t.required}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Text size="sm">{hint}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </details>
  );
}

/** Keys and hashes are known by both their ends. */
function short(cell: string): string {
  return cell.length <= 40 ? cell : `${cell.slice(0, 12)}…${cell.slice(-12)}`;
}

interface PreviewProps {
  draft: Draft;
  faults: Fault[];
  kind: Kind;
}

function Preview({ draft, faults, kind }: PreviewProps) {
  const columns = columnsOf(kind).filter(({ name }) => draft.cells.some((row) => name in row));
  const shown = draft.cells.slice(0, SHOWN);
  return (
    <Section
      title={t.preview}
      hint={t.previewHint(shown.length, draft.cells.length, count(draft.cells.length))}
    >
      {faults.length > 0 && (
        <Alert color="red" role="alert" title={t.wrong}>
          <List size="sm">
            {faults.map((fault) => (
              <List.Item key={`${fault.row} ${fault.column} ${fault.message}`} className="wrap">
                {t.fault(fault.row, fault.column, fault.message)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {shown.length > 0 && columns.length > 0 && (
        <WideTable label={t.preview} minWidth={560}>
          <Table.Thead role="rowgroup">
            <Table.Tr role="row">
              <Table.Th role="columnheader">{t.row}</Table.Th>
              {columns.map(({ name }) => (
                <Table.Th key={name} role="columnheader">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody role="rowgroup">
            {shown.map((row, index) => (
              <Table.Tr key={index} role="row">
                <Table.Td role="cell" data-label={t.row}>
                  {index + 1}
                </Table.Td>
                {columns.map(({ name }) => {
                  const wrong = faults.some(
                    (fault) => fault.row === index + 1 && fault.column === name,
                  );
                  return (
                    <Table.Td key={name} role="cell" data-label={name} className="wrap">
                      <Text size="sm" c={wrong ? 'red' : undefined} fw={wrong ? 600 : undefined}>
                        {short(row[name] ?? texts.states.none)}
                      </Text>
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Section>
  );
}
