// Signing in on the API reference: the token is in memory only, and renewed while the page is open.
import type { components } from '../api/schema';

type Tokens = Required<components['schemas']['TokenResponse']>;

/** Of its life, so that no call is made with a token that has just expired. */
const RENEW_AT = 0.8;

const texts = {
  signedIn: (name: string) => `Signed in as ${name}.`,
  over: 'Signed out: sign in again.',
  failed: 'The system cannot be reached.',
};

async function post(path: string, body: object): Promise<Tokens> {
  const response = await fetch(`/api/v1/${path}`, {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    throw new Error((answer as { title?: string }).title ?? texts.failed);
  }
  return answer as Tokens;
}

/**
 * @param output says who is signed in, or why nobody is
 * @param use takes each new access token
 */
export function signInWith(
  form: HTMLFormElement,
  output: HTMLOutputElement,
  use: (accessToken: string) => void,
): void {
  let renewal = 0;
  const keep = (tokens: Tokens) => {
    use(tokens.accessToken);
    window.clearTimeout(renewal);
    renewal = window.setTimeout(
      () => {
        post('tokens/refresh', { refreshToken: tokens.refreshToken }).then(keep, () => {
          output.value = texts.over;
        });
      },
      tokens.expiresIn * RENEW_AT * 1000,
    );
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const username = String(new FormData(form).get('username'));
    const password = String(new FormData(form).get('password'));
    post('tokens', { username, password }).then(
      (tokens) => {
        keep(tokens);
        form.reset(); // The output of a form, too.
        output.value = texts.signedIn(username);
      },
      (failure: unknown) => {
        output.value = failure instanceof Error ? failure.message : texts.failed;
      },
    );
  });
}
