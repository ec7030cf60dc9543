// What the application pages ask of the API.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Application, Page } from '../api/types';

export function listApplications(status: string, at: { limit: number; cursor?: string }) {
  return answer<Page<Application>>(
    api.GET('/api/v1/partner-applications', {
      params: { query: { ...(status === '' ? {} : { status: status as never }), ...at } },
    }),
  );
}

export function applicationQuery(id: string) {
  return queryOptions({
    queryKey: ['applications', 'one', id],
    queryFn: () =>
      answer<Application>(
        api.GET('/api/v1/partner-applications/{id}', { params: { path: { id } } }),
      ),
  });
}
