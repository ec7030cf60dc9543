// A refusal of the API (RFC 9457), as an error that queries and forms can show.

export interface InvalidField {
  field: string;
  message: string;
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | undefined,
    readonly invalidFields: InvalidField[],
  ) {
    super(detail ?? title);
  }

  /** The answer never came, or what came is no answer of ours. */
  get unanswered(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  is(code: string): boolean {
    return this.code === code;
  }
}

/** Reads a refused response. What is not problem+json (a proxy's page, say) keeps its status. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  const { code, title, detail, invalidFields } = (body ?? {}) as Record<string, unknown>;
  return new Problem(
    response.status,
    typeof code === 'string' ? code : 'unexpected_answer',
    typeof title === 'string' ? title : `HTTP ${response.status}`,
    typeof detail === 'string' ? detail : undefined,
    Array.isArray(invalidFields) ? invalidFields : [],
  );
}

export function problemFrom(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem(0, 'unreachable', 'Keyway cannot be reached', undefined, []);
}

/** A page that its reader may not use shows that, and nothing to use. */
export function isForbidden(error: unknown): boolean {
  return error instanceof Problem && error.status === 403;
}

/** `lines[0].quantity` of the API is `lines.0.quantity` of a form. */
export function formPath(field: string): string {
  return field.replace(/\[(\d+)\]/g, '.$1');
}

/**
 * Sorts a refusal's fields into those that a form has (to be shown beside them) and the rest (to be
 * shown above the form).
 */
export function fieldErrors(
  problem: Problem,
  knows: (path: string) => boolean,
): { errors: Record<string, string>; rest: InvalidField[] } {
  const errors: Record<string, string> = {};
  const rest: InvalidField[] = [];
  for (const invalid of problem.invalidFields) {
    const path = formPath(invalid.field);
    if (knows(path)) {
      errors[path] ??= sentence(invalid.message);
    } else {
      rest.push(invalid);
    }
  }
  return { errors, rest };
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
