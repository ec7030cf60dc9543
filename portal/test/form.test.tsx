import { MantineProvider, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Problem } from '../src/api/problem';
import { FormProblem } from '../src/shared/FormProblem';
import { useSending } from '../src/shared/forms';

type Send = (values: { email: string }, headers: { 'Idempotency-Key': string }) => Promise<unknown>;

function Form({ send }: { send: Send }) {
  const form = useForm({ initialValues: { email: 'a@b.example' } });
  const sending = useSending(form, { send, done: () => {} });
  return (
    <form onSubmit={sending.onSubmit}>
      <TextInput label="E-mail" {...form.getInputProps('email')} />
      <FormProblem refusal={sending.refusal} />
      <button type="submit">Send</button>
    </form>
  );
}

function open(send: Send) {
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <Form send={send} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}

const taken = new Problem(400, 'invalid_request', 'Not valid', undefined, [
  { field: 'email', message: 'is taken' },
]);

describe('a form', () => {
  it('shows a refused field beside its input, and puts the focus there', async () => {
    const user = open(() => Promise.reject(taken));
    await user.click(screen.getByText('Send'));
    expect(await screen.findByText('Is taken')).toBeDefined();
    const input = screen.getByLabelText('E-mail');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    await vi.waitFor(() => expect(document.activeElement).toBe(input));
    expect(screen.getByRole('alert').textContent).toContain('invalid_request');
  });

  it('sends once however often it is clicked', async () => {
    const send = vi.fn<Send>(() => new Promise(() => {}));
    const user = open(send);
    await user.dblClick(screen.getByText('Send'));
    await user.click(screen.getByText('Send'));
    expect(send).toHaveBeenCalledOnce();
  });

  it('repeats with the same key while there was no answer', async () => {
    const gone = new Problem(503, 'unavailable', 'Away', undefined, []);
    const send = vi
      .fn<Send>()
      .mockRejectedValueOnce(gone)
      .mockRejectedValueOnce(taken)
      .mockResolvedValue(undefined);
    const user = open(send);
    for (let click = 1; click <= 3; click++) {
      await user.click(screen.getByText('Send'));
      await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(click));
    }
    const keys = send.mock.calls.map(([, headers]) => headers['Idempotency-Key']);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[1]);
  });
});
