// What the staff pages ask of the API.
import { answer, api } from '../api/client';
import { newKey } from '../api/submission';
import type { Page, Permission, StaffAccount } from '../api/types';

export function listStaff(partnerId: string, at: { limit: number; cursor?: string }) {
  return answer<Page<StaffAccount>>(
    api.GET('/api/v1/partners/{id}/accounts', {
      params: { path: { id: partnerId }, query: at },
    }),
  );
}

export function createStaff(
  partnerId: string,
  body: { email: string; name: string; password: string; permissions: Permission[] },
  headers: { 'Idempotency-Key': string },
) {
  return answer<StaffAccount>(
    api.POST('/api/v1/partners/{id}/accounts', {
      params: { path: { id: partnerId } },
      headers,
      body,
    }),
  );
}

export function editStaff(
  partnerId: string,
  accountId: string,
  body: { name: string; permissions?: Permission[] },
) {
  return answer<StaffAccount>(
    api.PATCH('/api/v1/partners/{id}/accounts/{accountId}', {
      params: { path: { id: partnerId, accountId } },
      body: body as never,
    }),
  );
}

export function switchStaff(partnerId: string, accountId: string, active: boolean) {
  const path = active
    ? '/api/v1/partners/{id}/accounts/{accountId}/activate'
    : '/api/v1/partners/{id}/accounts/{accountId}/deactivate';
  return answer<StaffAccount>(
    api.POST(path, {
      params: { path: { id: partnerId, accountId } },
      headers: { 'Idempotency-Key': newKey() },
    }),
  );
}

export function resetPassword(
  partnerId: string,
  accountId: string,
  password: string,
  headers: { 'Idempotency-Key': string },
) {
  return api.POST('/api/v1/partners/{id}/accounts/{accountId}/reset-password', {
    params: { path: { id: partnerId, accountId } },
    headers,
    body: { password },
  });
}

export function deleteStaff(partnerId: string, accountId: string) {
  return api.DELETE('/api/v1/partners/{id}/accounts/{accountId}', {
    params: { path: { id: partnerId, accountId } },
  });
}
