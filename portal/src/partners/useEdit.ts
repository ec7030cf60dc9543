import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { Versioned } from '../api/client';
import type { Partner } from '../api/types';
import { texts } from '../texts';
import { forgetPartners, partnerQuery, patchPartner } from './calls';

/** How every form that edits a partner reads it, sends it, and goes on. */
export function useEditPartner(id: string) {
  const queries = useQueryClient();
  return {
    load: () => queries.fetchQuery({ ...partnerQuery(id), staleTime: 0 }),
    send: (body: Record<string, unknown>, { etag }: Versioned<Partner>) =>
      patchPartner(id, etag, body),
    done: (saved: Versioned<Partner>) => {
      queries.setQueryData(partnerQuery(id).queryKey, saved);
      notifications.show({ color: 'green', message: texts.states.saved });
      void forgetPartners(queries);
    },
  };
}
