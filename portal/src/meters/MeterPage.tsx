import { Alert, Button, Code, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Versioned } from '../api/client';
import type { Meter } from '../api/types';
import { CountAgain } from '../remeterings/CountAgain';
import { useMe } from '../session/session';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { EditButtons, Fresh, useEditing } from '../shared/editing';
import { Facts } from '../shared/Facts';
import { count, dateTime } from '../shared/format';
import { Page } from '../shared/Page';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { forgetMeters, meterQuery, patchMeter } from './calls';
import { editOf, editPatchOf, editValidation } from './meterDraft';
import { ReadFields, ShownFields } from './MeterFields';
import { managesMeters, MeterStatus, reportsUsage } from './Meters';

const t = texts.meters;
const above = [{ to: '/meters', label: t.title }];

export default function MeterPage() {
  const { id = '' } = useParams();
  const meter = useQuery(meterQuery(id));
  if (meter.data === undefined) {
    return (
      <Page title={t.meter} above={above}>
        <QueryState query={meter}>{() => null}</QueryState>
      </Page>
    );
  }
  return <Loaded key={id} meter={meter.data.value} />;
}

function Loaded({ meter }: { meter: Meter }) {
  const me = useMe();
  const manages = managesMeters(me);
  const [params, setParams] = useSearchParams();
  const editing = manages && params.has('edit');
  const edit = (on: boolean) => setParams(on ? { edit: '' } : {}, { replace: true });
  return (
    <Page
      title={meter.displayName}
      above={above}
      badge={<MeterStatus status={meter.status} />}
      actions={
        <>
          {reportsUsage(me) && (
            <Button component={Link} to={`/event-preview?meter=${meter.id}`} variant="default">
              {t.preview.title}
            </Button>
          )}
          {manages && <ArchiveButton meter={meter} />}
          {manages && !editing && (
            <Button onClick={() => edit(true)}>{texts.actions.edit}</Button>
          )}
        </>
      }
    >
      {meter.status === 'archived' && <Alert color="yellow" title={t.isArchived} />}
      <Section title={t.counts} hint={manages ? t.countsHint : undefined}>
        <CountedFacts meter={meter} />
      </Section>
      <Section title={t.shown}>
        {editing ? (
          <Edit id={meter.id} close={() => edit(false)} />
        ) : (
          <ShownFacts meter={meter} />
        )}
      </Section>
      {manages && <CountAgain meter={meter} />}
    </Page>
  );
}

function CountedFacts({ meter }: { meter: Meter }) {
  return (
    <Facts
      facts={[
        [t.code, <Code key="code">{meter.code}</Code>],
        [t.eventType, <Code key="type">{meter.eventType}</Code>],
        [t.aggregation, t.aggregations[meter.aggregation]],
        [t.valueProperty, meter.valueProperty && <Code key="value">{meter.valueProperty}</Code>],
        [t.dimensions, meter.groupBy.join(', ')],
        [t.since, meter.createdAt && dateTime(meter.createdAt)],
      ]}
    />
  );
}

function ShownFacts({ meter }: { meter: Meter }) {
  return (
    <Facts
      facts={[
        [t.displayName, meter.displayName],
        [t.unit, meter.unit],
        [t.position, meter.position === undefined ? t.last : count(meter.position)],
      ]}
    />
  );
}

function Edit({ id, close }: { id: string; close: () => void }) {
  const queries = useQueryClient();
  const load = () => queries.fetchQuery({ ...meterQuery(id), staleTime: 0 });
  return <Fresh load={load}>{(read) => <EditForm read={read} load={load} close={close} />}</Fresh>;
}

interface EditFormProps {
  read: Versioned<Meter>;
  load: () => Promise<Versioned<Meter>>;
  close: () => void;
}

function EditForm({ read, load, close }: EditFormProps) {
  const queries = useQueryClient();
  const { id, code } = read.value;
  const editing = useEditing(read, {
    load,
    values: editOf,
    validate: editValidation,
    send: (values, { etag }) => patchMeter(id, etag, editPatchOf(values)),
    done: (saved) => {
      notifications.show({ color: 'green', message: texts.states.saved });
      queries.setQueryData(meterQuery(id).queryKey, saved);
      void forgetMeters(queries);
      close();
    },
  });
  return (
    <form onSubmit={editing.onSubmit} noValidate>
      <Stack>
        <ShownFields form={editing.form} code={code} key={editing.version} />
        <ReadFields form={editing.form} />
        <EditButtons editing={editing} cancel={close} />
      </Stack>
    </form>
  );
}

/** Ends the counting, or lets it go on; what that means is said first. */
function ArchiveButton({ meter }: { meter: Meter }) {
  const queries = useQueryClient();
  const [opened, { open, close }] = useDisclosure();
  const archives = meter.status === 'active';
  const name = meter.displayName;
  return (
    <>
      <Button
        variant="default"
        c={archives ? 'var(--mantine-color-error)' : undefined}
        onClick={open}
      >
        {archives ? t.archive : t.restore}
      </Button>
      {opened && (
        <ConfirmDialog
          title={archives ? t.archiveTitle(name) : t.restoreTitle(name)}
          consequences={archives ? t.archiveHint : t.restoreHint}
          submit={archives ? t.archive : t.restore}
          send={() => patchMeter(meter.id, undefined, { status: archives ? 'archived' : 'active' })}
          done={(saved) => {
            queries.setQueryData(meterQuery(meter.id).queryKey, saved);
            notifications.show({
              color: 'green',
              message: archives ? t.archived(name) : t.restored(name),
            });
            void forgetMeters(queries);
            close();
          }}
          close={close}
        />
      )}
    </>
  );
}
