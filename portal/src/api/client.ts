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

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? undefined : location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that a test may put its own in place.
  fetch: (request) => globalThis.fetch(request),
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
