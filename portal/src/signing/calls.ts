// What the page of the signing keys asks of the API.
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { SigningKey } from '../api/types';

/** Newest first: that is the one that signs. */
export const signingKeysQuery = queryOptions({
  queryKey: ['signing-keys'],
  queryFn: async () =>
    (await answer<{ keys: SigningKey[] }>(api.GET('/.well-known/keyway-keys'))).keys,
});

export function rotate(headers: { 'Idempotency-Key': string }) {
  return answer<{ kid: string }>(api.POST('/api/v1/signing-keys', { headers }));
}

/** License clients embed a public key as lower-case hex; a JWK holds it in base64url. */
export function hexOf(x: string): string {
  const bytes = atob(x.replaceAll('-', '+').replaceAll('_', '/'));
  return Array.from(bytes, (one) => one.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
