// One key for one intent, so that a double click or a retry creates once.

/**
 * Gives the same Idempotency-Key as long as the same body is sent and no answer has come; a changed
 * body or a definite answer starts a new one.
 */
export class Submission {
  private sent: string | undefined;
  private key = '';

  keyFor(body: unknown): string {
    const text = JSON.stringify(body) ?? '';
    if (text !== this.sent) {
      this.sent = text;
      this.key = newKey();
    }
    return this.key;
  }

  answered(): void {
    this.sent = undefined;
  }
}

/** randomUUID exists on secure origins only; getRandomValues everywhere. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
