import { describe, expect, it } from 'vitest';
import { newKey, Submission } from '../src/api/submission';

describe('a submission', () => {
  it('keeps its key while the same body waits for an answer', () => {
    const submission = new Submission();
    expect(submission.keyFor({ name: 'Acme' })).toBe(submission.keyFor({ name: 'Acme' }));
  });

  it('takes another key for another body: the API refuses the old one with it', () => {
    const submission = new Submission();
    expect(submission.keyFor({ name: 'Acme' })).not.toBe(submission.keyFor({ name: 'Acme Ltd' }));
  });

  it('takes another key after an answer: the same form sent again is meant again', () => {
    const submission = new Submission();
    const first = submission.keyFor({ name: 'Acme' });
    submission.answered();
    expect(submission.keyFor({ name: 'Acme' })).not.toBe(first);
  });

  it('has keys that nobody guesses', () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey()).not.toBe(newKey());
  });
});
