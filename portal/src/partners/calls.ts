// What the partner pages ask of the API.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch, versioned } from '../api/client';
import type {
  Grant,
  Page,
  Partner,
  PartnersOverview,
  PartnerType,
  Permission,
  PermissionPreset,
} from '../api/types';
import { newKey } from '../api/submission';
import { thisPeriod } from '../shared/format';
import type { Choice } from '../shared/RemoteSelect';
import { texts } from '../texts';

export interface PartnerFilters {
  type: PartnerType;
  q: string;
  model: string;
  status: string;
  sort: string;
}

export function listPartners(filters: PartnerFilters, at: { limit: number; cursor?: string }) {
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  return answer<Page<Partner>>(
    api.GET('/api/v1/partners', { params: { query: { ...given, ...at } } }),
  );
}

export function partnerQuery(id: string) {
  return queryOptions({
    queryKey: ['partners', 'one', id],
    queryFn: () =>
      versioned<Partner>(api.GET('/api/v1/partners/{id}', { params: { path: { id } } })),
  });
}

/** Partners by name or e-mail, to choose one. */
export async function choosePartner(types: PartnerType[], q: string): Promise<Choice[]> {
  const lists = await Promise.all(
    types.map((type) =>
      answer<Page<Partner>>(
        api.GET('/api/v1/partners', {
          params: { query: { type, limit: 20, ...(q === '' ? {} : { q }) } },
        }),
      ),
    ),
  );
  return lists.flatMap((list) => list.items).map(choiceOf);
}

export function choiceOf({ id, name, type }: Partner): Choice {
  return { value: id, label: `${name} (${texts.partners.types[type]})` };
}

export function patchPartner(id: string, etag: string | undefined, body: Record<string, unknown>) {
  return versioned<Partner>(
    api.PATCH('/api/v1/partners/{id}', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body: body as never,
    }),
  );
}

export function switchPartner(id: string, active: boolean) {
  const path = active ? '/api/v1/partners/{id}/activate' : '/api/v1/partners/{id}/deactivate';
  return answer<Partner>(
    api.POST(path, { params: { path: { id } }, headers: { 'Idempotency-Key': newKey() } }),
  );
}

export function deletePartner(id: string) {
  return api.DELETE('/api/v1/partners/{id}', { params: { path: { id } } });
}

export const overviewQuery = queryOptions({
  queryKey: ['partners', 'overview'],
  queryFn: () =>
    answer<PartnersOverview>(
      api.GET('/api/v1/partners/overview', { params: { query: { period: thisPeriod() } } }),
    ),
});

export const presetsQuery = queryOptions({
  queryKey: ['permission-presets'],
  queryFn: async () =>
    (await answer<{ items: PermissionPreset[] }>(api.GET('/api/v1/permission-presets'))).items,
  staleTime: Infinity,
});

export function grantsQuery(id: string) {
  return queryOptions({
    queryKey: ['partners', 'grants', id],
    queryFn: () =>
      versioned<Grant[]>(api.GET('/api/v1/partners/{id}/grants', { params: { path: { id } } })),
  });
}

export function putGrants(id: string, etag: string | undefined, grants: Grant[]) {
  return versioned<Grant[]>(
    api.PUT('/api/v1/partners/{id}/grants', {
      params: { path: { id } },
      headers: ifMatch(etag),
      body: grants,
    }),
  );
}

/** After a partner has changed, every list and every figure may have. */
export function forgetPartners(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['partners'] });
}

/** All permissions in the order in which they are shown. */
export const PERMISSIONS: Permission[] = [
  'manage_customers',
  'issue_licenses',
  'create_orders',
  'manage_license_managers',
  'manage_partners',
  'manage_accounts',
  'manage_catalog',
  'manage_plans',
  'manage_meters',
  'report_usage',
  'read_usage',
  'read_statements',
  'close_statements',
  'read_audit',
];
