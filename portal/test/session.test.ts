import { describe, expect, it } from 'vitest';
import { returnPath } from '../src/session/session';

describe('the page to return to after signing in', () => {
  it('is a path of ours', () => {
    expect(returnPath('/partners/resellers?q=fab')).toBe('/partners/resellers?q=fab');
  });

  it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:1'])(
    'is the start page instead of %s',
    (asked) => {
      expect(returnPath(asked)).toBe('/');
    },
  );
});
