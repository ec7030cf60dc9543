import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

// What the wrapper remembers is in the module: each test gets its own.
async function fresh(answers: Response[]) {
  vi.resetModules();
  const requests: Request[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request);
    const next = answers.shift();
    if (next === undefined) {
      throw new TypeError('fetch failed');
    }
    return next;
  });
  const client = await import('../src/api/client');
  const events = { ended: vi.fn(), passwordChangeRequired: vi.fn() };
  client.onSession(events);
  return { ...client, requests, events };
}

function problem(status: number, code: string): Response {
  return Response.json({ code, title: code, status }, { status });
}

const signedIn = () =>
  Response.json({ account: {}, expiresIn: 1 }, { headers: { 'Keyway-CSRF': 'token-1' } });
const done = () => new Response(null, { status: 204 });

beforeEach(() => localStorage.clear());
afterEach(() => {
  // Nothing of a session may be where a script from elsewhere could read it.
  expect(localStorage.length).toBe(0);
  expect(sessionStorage.length).toBe(0);
});

describe('the client', () => {
  it('sends the token of the session with unsafe calls only', async () => {
    const { api, requests } = await fresh([signedIn(), Response.json({}), done()]);
    await api.GET('/api/v1/session');
    await api.GET('/api/v1/me');
    await api.DELETE('/api/v1/session');
    expect(requests.map((request) => request.headers.get('Keyway-CSRF'))).toEqual([
      null,
      null,
      'token-1',
    ]);
  });

  it('tries again what was answered 503 with Retry-After, with its body, five times at most', async () => {
    vi.useFakeTimers();
    const behind = (after: string) =>
      Response.json({ code: 'unavailable', status: 503 }, { status: 503, headers: { 'Retry-After': after } });
    const { api, requests } = await fresh([behind('1'), behind('3600'), Response.json({ id: 'x' })]);
    const answer = api.POST('/api/v1/products', { body: { code: 'cad' } } as never);
    await vi.advanceTimersByTimeAsync(2000);
    expect((await answer).response.status).toBe(200);
    expect(await Promise.all(requests.map((request) => request.text()))).toEqual(
      Array.from({ length: 3 }, () => '{"code":"cad"}'),
    );

    const { api: other, requests: tries } = await fresh(Array.from({ length: 9 }, () => behind('1')));
    const refused = other.GET('/api/v1/me').catch((problem: { status: number }) => problem.status);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await refused).toBe(503);
    expect(tries).toHaveLength(5);
    vi.useRealTimers();
  });

  it('goes on with the newest token', async () => {
    const renewed = Response.json({}, { headers: { 'Keyway-CSRF': 'token-2' } });
    const { api, requests } = await fresh([signedIn(), renewed, done()]);
    await api.GET('/api/v1/session');
    await api.GET('/api/v1/me');
    await api.DELETE('/api/v1/session');
    expect(requests[2]!.headers.get('Keyway-CSRF')).toBe('token-2');
  });

  it('tells when the session has ended, and forgets its token', async () => {
    const { api, events, requests } = await fresh([
      signedIn(),
      problem(401, 'unauthenticated'),
      done(),
    ]);
    await api.GET('/api/v1/session');
    await expect(api.GET('/api/v1/me')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(events.ended).toHaveBeenCalledOnce();
    await api.DELETE('/api/v1/session');
    expect(requests[2]!.headers.get('Keyway-CSRF')).toBeNull();
  });

  it('does not take a wrong password for the end of a session', async () => {
    const { api, events } = await fresh([problem(401, 'invalid_credentials')]);
    const body = { username: 'a', password: 'b' };
    await expect(api.POST('/api/v1/session', { body })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    expect(events.ended).not.toHaveBeenCalled();
  });

  it('tells when the password must be changed first', async () => {
    const { api, events } = await fresh([problem(403, 'password_change_required')]);
    await expect(api.GET('/api/v1/customers')).rejects.toMatchObject({ status: 403 });
    expect(events.passwordChangeRequired).toHaveBeenCalledOnce();
    expect(events.ended).not.toHaveBeenCalled();
  });

  it('takes no answer for a problem too', async () => {
    const { api } = await fresh([]);
    await expect(api.GET('/api/v1/me')).rejects.toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('reads a resource with its version, and names it in an edit', async () => {
    const { api, versioned, ifMatch } = await fresh([
      Response.json({ id: 'prt_1' }, { headers: { ETag: '"3"' } }),
    ]);
    const read = await versioned(
      api.GET('/api/v1/partners/{id}', { params: { path: { id: 'prt_1' } } }),
    );
    expect(read).toEqual({ value: { id: 'prt_1' }, etag: '"3"' });
    expect(ifMatch(read.etag)).toEqual({ 'If-Match': '"3"' });
    expect(ifMatch(undefined)).toEqual({});
  });
});
