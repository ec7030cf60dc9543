// How a form is sent: once, with the refusal's fields beside the inputs.
import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { fieldErrors, problemFrom, type Problem } from '../api/problem';
import { Submission } from '../api/submission';

interface Sending<V, T> {
  /** Sends what the form holds; the header makes a repeated POST the same one. */
  send(values: V, headers: { 'Idempotency-Key': string }): Promise<T>;
  done(result: T, values: V): void;
}

/** What a form shows above its buttons: the problem, without what stands beside fields. */
export interface FormRefusal {
  problem: Problem;
  rest: { field: string; message: string }[];
  beside: boolean;
}

export function useSending<V extends object, T>(
  form: UseFormReturnType<V>,
  { send, done }: Sending<V, T>,
) {
  const submission = useRef(new Submission());
  const [refusal, setRefusal] = useState<FormRefusal>();
  const mutation = useMutation({
    mutationFn: (values: V) =>
      send(values, { 'Idempotency-Key': submission.current.keyFor(values) }),
    onMutate: () => setRefusal(undefined),
    onSuccess: (result, values) => {
      submission.current.answered();
      done(result, values);
    },
    onError: (error) => {
      const problem = problemFrom(error);
      if (!problem.unanswered && !problem.is('request_in_progress')) {
        submission.current.answered();
      }
      const { errors, rest } = fieldErrors(problem, (path) => knows(form.getValues(), path));
      const beside = Object.keys(errors).length > 0;
      setRefusal({ problem, rest, beside });
      if (beside) {
        form.setErrors(errors);
        focusFirstError();
      }
    },
  });
  return {
    refusal,
    pending: mutation.isPending,
    /** What was refused is being mended in another way. */
    dismiss: () => setRefusal(undefined),
    /** Give this to the form's onSubmit. A second click while the first is under way does nothing. */
    onSubmit: form.onSubmit(
      (values) => {
        if (!mutation.isPending) {
          mutation.mutate(values);
        }
      },
      () => focusFirstError(),
    ),
  };
}

export function knows(values: object, path: string): boolean {
  let at: unknown = values;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !(name in at)) {
      return false;
    }
    at = (at as Record<string, unknown>)[name];
  }
  return true;
}

/** Somebody who does not see the page must land on what is wrong. */
function focusFirstError(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus(),
  );
}

/** An empty text input means that nothing was said. */
export function orAbsent(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** In a merge patch null takes a value away. */
export function orNull(text: string): string | null {
  return orAbsent(text) ?? null;
}
