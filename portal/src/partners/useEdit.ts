import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { Partner } from '../api/types';
import { texts } from '../texts';
import { forgetPartners, partnerQuery, patchPartner } from './calls';

/** Sends an edit of a partner, on the version that was read. */
export function useEditPartner(partner: Partner, etag: string | undefined) {
  const queries = useQueryClient();
  return {
    send: (body: Record<string, unknown>) => patchPartner(partner.id, etag, body),
    done: async (result: Awaited<ReturnType<typeof patchPartner>>) => {
      queries.setQueryData(partnerQuery(partner.id).queryKey, result);
      notifications.show({ color: 'green', message: texts.states.saved });
      await forgetPartners(queries);
    },
  };
}
