// Editing what others may edit too: what was typed outlives every newer version.
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useForm, type UseFormInput } from '@mantine/form';
import { ExclamationTriangleIcon } from '@radix-ui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import type { Versioned } from '../api/client';
import { texts } from '../texts';
import { FormProblem } from './FormProblem';
import { useSending, type FormRefusal } from './forms';
import { QueryState, Refusal } from './QueryState';
import { rebase } from './rebase';
import type { Asked } from './WhyNot';

const t = texts.editing;

interface FreshProps<T> {
  load: () => Promise<T>;
  asked?: Asked;
  /** What the wait, or its refusal, is shown in. */
  around?: (waiting: ReactNode) => ReactNode;
  children: (read: T) => ReactNode;
}

/** Waits for one read of now. Whatever is read later, the form that was opened with it stays. */
export function Fresh<T>({ load, asked, around = (waiting) => waiting, children }: FreshProps<T>) {
  const opened = useId();
  const read = useQuery({
    queryKey: ['fresh', opened],
    queryFn: load,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (read.data !== undefined) {
    return children(read.data);
  }
  return around(
    <QueryState query={read} asked={asked}>
      {() => null}
    </QueryState>,
  );
}

interface Edit<T, V extends object> {
  values: (stored: T) => V;
  validate?: UseFormInput<V>['validate'];
  /** Sends what the form holds, as a change of the version that it was read with. */
  send: (values: V, read: Versioned<T>) => Promise<Versioned<T>>;
  done: (saved: Versioned<T>) => void;
  /** The newest version, when ours turns out to be an old one. */
  load: () => Promise<Versioned<T>>;
}

/** A form on one version of a resource. */
export function useEditing<T, V extends object>(first: Versioned<T>, edit: Edit<T, V>) {
  const [read, setRead] = useState(first);
  const form = useForm<V>({ initialValues: edit.values(first.value), validate: edit.validate });
  const sending = useSending(form, {
    send: (values) => edit.send(values, read),
    done: (saved) => {
      const values = edit.values(saved.value);
      setRead(saved);
      form.resetDirty(values);
      form.setValues(values);
      edit.done(saved);
    },
  });
  const loading = useMutation({
    mutationFn: edit.load,
    onSuccess: (newest) => {
      const now = edit.values(newest.value);
      const { values, contested } = rebase(form.getValues(), edit.values(read.value), now);
      setRead(newest);
      form.resetDirty(now);
      form.setValues(values);
      form.setErrors(
        Object.fromEntries(
          Object.entries(contested).map(([path, stored]) => [
            path,
            typeof stored === 'object' ? t.contested : t.contestedBy(String(stored)),
          ]),
        ),
      );
      sending.dismiss();
    },
  });
  return {
    form,
    /** Inputs that keep a text of their own are made anew with it. */
    version: read.etag,
    stored: read.value,
    pending: sending.pending,
    onSubmit: sending.onSubmit,
    refusal: sending.refusal,
    newest: { load: () => loading.mutate(), pending: loading.isPending, error: loading.error },
  };
}

interface Editing {
  pending: boolean;
  refusal?: FormRefusal;
  newest: { load: () => void; pending: boolean; error: Error | null };
}

interface EditProblemProps {
  editing: Editing;
  asked?: Asked;
}

interface EditButtonsProps extends EditProblemProps {
  /** How to leave without saving; absent where the form stays, which then saves only a change. */
  cancel?: () => void;
  changed?: boolean;
}

/** How an edit ends: what was refused, Save, and the way out. */
export function EditButtons({ editing, asked, cancel, changed = true }: EditButtonsProps) {
  return (
    <>
      <EditProblem editing={editing} asked={asked} />
      <Group>
        <Button type="submit" disabled={!changed} loading={editing.pending}>
          {texts.actions.save}
        </Button>
        {cancel && (
          <Button variant="default" onClick={cancel}>
            {texts.actions.cancel}
          </Button>
        )}
      </Group>
    </>
  );
}

/** Why an edit was refused; for one of an old version there is a way on that loses nothing. */
function EditProblem({ editing: { refusal, newest }, asked }: EditProblemProps) {
  if (!refusal?.problem.is('version_mismatch')) {
    return <FormProblem refusal={refusal} asked={asked} />;
  }
  return (
    <>
      <Alert role="alert" color="yellow" icon={<ExclamationTriangleIcon />} title={t.moved}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{t.movedHint}</Text>
          <Button size="xs" variant="default" loading={newest.pending} onClick={newest.load}>
            {t.loadNewest}
          </Button>
        </Stack>
      </Alert>
      {newest.error && <Refusal error={newest.error} asked={asked} />}
    </>
  );
}
