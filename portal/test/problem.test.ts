import { describe, expect, it } from 'vitest';
import { fieldErrors, formPath, Problem, problemFrom, problemOf } from '../src/api/problem';
import { knows } from '../src/shared/forms';

function refusal(invalidFields: { field: string; message: string }[]): Problem {
  return new Problem(400, 'invalid_request', 'The request is not valid', undefined, invalidFields);
}

describe('a problem', () => {
  it('is read from problem+json', async () => {
    const problem = await problemOf(
      Response.json(
        {
          code: 'invalid_request',
          title: 'The request is not valid',
          status: 400,
          invalidFields: [{ field: 'email', message: 'is taken' }],
        },
        { status: 400 },
      ),
    );
    expect(problem.code).toBe('invalid_request');
    expect(problem.invalidFields).toEqual([{ field: 'email', message: 'is taken' }]);
    expect(problem.unanswered).toBe(false);
  });

  it('keeps the status of an answer that is no problem+json', async () => {
    const problem = await problemOf(new Response('<html>Bad gateway</html>', { status: 502 }));
    expect(problem.code).toBe('unexpected_answer');
    expect(problem.status).toBe(502);
    expect(problem.unanswered).toBe(true);
  });

  it('is made of whatever else was thrown', () => {
    expect(problemFrom(new TypeError('fetch failed')).code).toBe('unreachable');
    const problem = refusal([]);
    expect(problemFrom(problem)).toBe(problem);
  });
});

describe('fields of a problem', () => {
  const values = { email: '', contact: { phone: '' }, grants: [{ productId: '' }] };
  const sorted = (fields: { field: string; message: string }[]) =>
    fieldErrors(refusal(fields), (path) => knows(values, path));

  it('go beside the inputs that the form has', () => {
    const { errors, rest } = sorted([
      { field: 'email', message: 'is taken' },
      { field: 'contact.phone', message: 'must be a phone number' },
      { field: 'grants[0].productId', message: 'is not in the portfolio' },
    ]);
    expect(errors).toEqual({
      email: 'Is taken',
      'contact.phone': 'Must be a phone number',
      'grants.0.productId': 'Is not in the portfolio',
    });
    expect(rest).toEqual([]);
  });

  it('go above the form when it does not have them', () => {
    const unknown = [
      { field: 'planId', message: 'is not offered' },
      { field: 'grants[1].productId', message: 'is missing' },
      { field: 'contact.phone.prefix', message: 'is odd' },
    ];
    expect(sorted(unknown)).toEqual({ errors: {}, rest: unknown });
  });

  it('show the first message of a field', () => {
    const { errors } = sorted([
      { field: 'email', message: 'one' },
      { field: 'email', message: 'two' },
    ]);
    expect(errors).toEqual({ email: 'One' });
  });

  it('are written with dots', () => {
    expect(formPath('lines[12].quantity')).toBe('lines.12.quantity');
  });
});
