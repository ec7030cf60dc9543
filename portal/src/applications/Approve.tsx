import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client';
import type { Application } from '../api/types';
import { forgetPartners } from '../partners/calls';
import {
  noTerms,
  PartnerTerms,
  termsBody,
  termsErrors,
  type TermsValues,
} from '../partners/PartnerTerms';
import { useMe } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { PasswordFields, passwordValidation } from '../shared/PasswordFields';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { applicationQuery } from './calls';

const t = texts.applications;

interface Values extends TermsValues {
  password: string;
  passwordConfirmation: string;
}

/** Makes a partner of the applicant. */
export function Approve({ application, cancel }: { application: Application; cancel: () => void }) {
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm<Values>({
    initialValues: { password: '', passwordConfirmation: '', ...noTerms },
    validate: (values) => ({
      password: passwordValidation.password(values.password),
      passwordConfirmation: passwordValidation.passwordConfirmation(
        values.passwordConfirmation,
        values,
      ),
      ...termsErrors(values),
    }),
  });
  const sending = useSending(form, {
    send: (values, headers) =>
      answer<Application>(
        api.POST('/api/v1/partner-applications/{id}/approve', {
          params: { path: { id: application.id } },
          headers,
          body: { password: values.password, ...termsBody(values, application.model) },
        }),
      ),
    done: async (decided) => {
      queries.setQueryData(applicationQuery(application.id).queryKey, decided);
      notifications.show({ color: 'green', message: t.approved(application.name) });
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['applications'] }),
        forgetPartners(queries),
      ]);
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack maw={860}>
        <Section title={t.approve} hint={t.approveHint}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PasswordFields form={form} />
          </SimpleGrid>
        </Section>
        <PartnerTerms
          form={form}
          type={application.type}
          model={application.model}
          parentId={application.parentId ?? me.partner?.id}
        />
        <FormProblem refusal={sending.refusal} asked={{ action: 'manage_partner' }} />
        <Group>
          <Button type="submit" loading={sending.pending}>
            {t.approve}
          </Button>
          <Button variant="default" onClick={cancel}>
            {texts.actions.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
