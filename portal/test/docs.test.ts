import { beforeEach, expect, it, vi } from 'vitest';
import { signInWith } from '../src/docs/signIn';

let form: HTMLFormElement;
let output: HTMLOutputElement;
let used: string[];
let asked: [string, unknown][];

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `
    <form><input name="username" /><input name="password" /><output></output></form>`;
  form = document.querySelector('form')!;
  output = document.querySelector('output')!;
  used = [];
  asked = [];
  signInWith(form, output, (token) => used.push(token));
});

function answer(...answers: [number, object][]) {
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    expect(request.credentials).toBe('omit');
    asked.push([path, JSON.parse(String(request.body))]);
    const [status, body] = answers.shift()!;
    return Promise.resolve(Response.json(body, { status }));
  });
}

function submit() {
  form.querySelector<HTMLInputElement>('[name=username]')!.value = 'ada@example.com';
  form.querySelector<HTMLInputElement>('[name=password]')!.value = 'secret';
  form.dispatchEvent(new Event('submit', { cancelable: true }));
}

it('uses the token, forgets the password and renews the token before it expires', async () => {
  answer(
    [201, { accessToken: 'a1', refreshToken: 'r1', expiresIn: 100 }],
    [201, { accessToken: 'a2', refreshToken: 'r2', expiresIn: 100 }],
    [401, { title: 'User name or password is wrong' }],
  );
  submit();
  await vi.waitFor(() => expect(used).toEqual(['a1']));
  expect(output.value).toBe('Signed in as ada@example.com.');
  expect(form.querySelector<HTMLInputElement>('[name=password]')!.value).toBe('');

  await vi.advanceTimersByTimeAsync(80_000);
  expect(used).toEqual(['a1', 'a2']);
  await vi.advanceTimersByTimeAsync(80_000);
  expect(output.value).toBe('Signed out: sign in again.');
  expect(asked).toEqual([
    ['/api/v1/tokens', { username: 'ada@example.com', password: 'secret' }],
    ['/api/v1/tokens/refresh', { refreshToken: 'r1' }],
    ['/api/v1/tokens/refresh', { refreshToken: 'r2' }],
  ]);
});

it('says why nobody is signed in', async () => {
  answer([401, { title: 'User name or password is wrong' }]);
  submit();
  await vi.waitFor(() => expect(output.value).toBe('User name or password is wrong'));
  expect(used).toEqual([]);
});
