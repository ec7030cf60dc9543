// The API as typed calls: `api.POST('/api/v1/orders', { body })`. The types are generated.
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, paths };
export type Keyway = Client<paths>;
export type Problem = components['schemas']['Problem'];

const TRIES_MAX = 20;
const WAIT_MAX_SECONDS = 5;

/**
 * @param baseUrl of the gateway, such as `https://keyway.example`
 * @param token an access token or API key; without one only the public calls work
 */
export function keyway(baseUrl: string, token?: string): Keyway {
  return createClient<paths>({
    baseUrl,
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    fetch: patiently,
  });
}

/** Signs in with user name and password. */
export async function signIn(baseUrl: string, username: string, password: string): Promise<Keyway> {
  const { data, error } = await keyway(baseUrl).POST('/api/v1/tokens', {
    body: { username, password },
  });
  if (data?.accessToken === undefined) {
    throw new Error(error?.code ?? 'no token');
  }
  return keyway(baseUrl, data.accessToken);
}

/** 503 with Retry-After says that nothing was done: the call is repeated, whatever its method. */
async function patiently(request: Request): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(request.clone());
    const after = Number(response.headers.get('Retry-After'));
    if (response.status !== 503 || !(after > 0) || tries >= TRIES_MAX) {
      return response;
    }
    await new Promise((wake) => setTimeout(wake, Math.min(after, WAIT_MAX_SECONDS) * 1000));
  }
}
