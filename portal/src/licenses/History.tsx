import { answer, api } from '../api/client';
import type { AuditRecord, Page } from '../api/types';
import { trailColumns, useCatalogName } from '../audit/Audit';
import { useMe } from '../session/session';
import { DataTable, Nothing } from '../shared/DataTable';
import { usePages } from '../shared/lists';
import { Section } from '../shared/Section';
import { texts } from '../texts';

const t = texts.licenses.history;

/** Who has done what to it, from the audit trail. */
export function History({ id }: { id: string }) {
  const me = useMe();
  const catalogName = useCatalogName();
  const list = usePages(['audit', 'of'], { id }, (at) =>
    answer<Page<AuditRecord>>(
      api.GET('/api/v1/audit', { params: { query: { resource: id, ...at } } }),
    ),
  );
  const nameIn = (record: AuditRecord) => (named: string) =>
    record.names?.[named] ?? catalogName(named);
  return (
    <Section title={t.title}>
      <DataTable
        label={t.title}
        list={list}
        bare
        columns={trailColumns(me.partner?.id, nameIn).filter((column) => column.id !== 'resource')}
        rowId={(record) => record.id}
        minWidth={720}
        empty={<Nothing title={t.empty} />}
      />
    </Section>
  );
}
