// The one way to the API: typed by its OpenAPI document, signed in by cookie.
import createClient, { type Middleware } from 'openapi-fetch';
import { Problem, problemFrom, problemOf } from './problem';
import type { paths } from './schema';

const CSRF = 'Keyway-CSRF';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const SESSION = '/api/v1/session';

/** What the session's state means to the pages. */
export interface SessionEvents {
  /** The session is over, or there was none. */
  ended(): void;
  /** Nothing works before the password is changed. */
  passwordChangeRequired(): void;
}

let events: SessionEvents = { ended: () => {}, passwordChangeRequired: () => {} };

export function onSession(listener: SessionEvents): void {
  events = listener;
}

// In memory only: a script from elsewhere that could read storage must not find it there.
let csrf: string | null = null;

export const session: Middleware = {
  onRequest({ request }) {
    if (csrf !== null && !SAFE.has(request.method)) {
      request.headers.set(CSRF, csrf);
    }
    return request;
  },
  async onResponse({ request, response }) {
    csrf = response.headers.get(CSRF) ?? csrf;
    if (response.ok) {
      return undefined;
    }
    const problem = await problemOf(response);
    if (problem.status === 401 && !new URL(request.url).pathname.startsWith(SESSION)) {
      csrf = null;
      events.ended();
    } else if (problem.is('password_change_required')) {
      events.passwordChangeRequired();
    }
    throw problem;
  },
  onError({ error }) {
    return error instanceof Problem ? error : problemFrom(error);
  },
};

const TRIES_MAX = 5;
const WAIT_MAX_SECONDS = 1;

/**
 * A 503 with Retry-After says that nothing was done (a service has not heard yet of what the call
 * names): it is tried again, whatever its method.
 */
export async function patiently(request: Request): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    // The body of a request can be sent once only.
    const response = await globalThis.fetch(request.clone());
    const wait = response.status === 503 ? response.headers.get('Retry-After') : null;
    if (wait === null || attempt === TRIES_MAX) {
      return response;
    }
    const seconds = Number(wait);
    const bounded = Number.isFinite(seconds) ? Math.min(seconds, WAIT_MAX_SECONDS) : 1;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, bounded) * 1000));
  }
}

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? undefined : location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that a test may put its own in place.
  fetch: patiently,
});
api.use(session);

type Call = Promise<{ data?: unknown; response: Response }>;

/** The body of an answer; a refusal throws its Problem. */
export async function answer<T>(call: Call): Promise<T> {
  return (await call).data as T;
}

/** A resource together with the version that an edit must name. */
export interface Versioned<T> {
  value: T;
  etag: string | undefined;
}

export async function versioned<T>(call: Call): Promise<Versioned<T>> {
  const { data, response } = await call;
  return { value: data as T, etag: response.headers.get('ETag') ?? undefined };
}

export function ifMatch(etag: string | undefined): Record<string, string> {
  return etag === undefined ? {} : { 'If-Match': etag };
}
