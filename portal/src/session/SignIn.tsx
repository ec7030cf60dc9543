import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { problemFrom } from '../api/problem';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { useTitle } from '../shared/Page';
import { Loading } from '../shared/QueryState';
import { required } from '../shared/validation';
import { SupportContact } from '../shell/SupportContact';
import { texts } from '../texts';
import { PublicFrame } from './PublicFrame';
import { changeSession, returnPath, sessionQuery, signIn, useSignInPage } from './session';

const t = texts.signIn;

export default function SignIn() {
  useTitle(t.title);
  const [params] = useSearchParams();
  const page = useSignInPage();
  const session = useQuery(sessionQuery);
  if (session.data) {
    return <Navigate to={returnPath(params.get('return'))} replace />;
  }
  if (page.isError && problemFrom(page.error).is('unknown_login_domain')) {
    return (
      <PublicFrame>
        <Stack>
          <Title order={1}>{t.unknownDomain}</Title>
          <Text>{t.unknownDomainHint(window.location.hostname)}</Text>
        </Stack>
      </PublicFrame>
    );
  }
  const partnerName = page.data?.partnerName;
  return (
    <PublicFrame>
      <Stack>
        <div>
          <Title order={1} className="wrap">
            {partnerName ?? t.heading}
          </Title>
          <Text c="dimmed">{partnerName ? t.partnerHint : t.hint}</Text>
        </div>
        {params.has('ended') && (
          <Alert color="blue" role="status">
            {t.ended}
          </Alert>
        )}
        {session.isPending ? <Loading lines={3} /> : <Credentials />}
        <div>
          <Text size="sm" c="dimmed">
            {t.notYet}
          </Text>
          <Anchor component={Link} to="/apply" size="sm">
            {t.apply}
          </Anchor>
        </div>
        {page.data?.support && <SupportContact support={page.data.support} />}
      </Stack>
    </PublicFrame>
  );
}

function Credentials() {
  const [params] = useSearchParams();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { username: '', password: '' },
    validate: { username: required, password: required },
  });
  const sending = useSending(form, {
    send: signIn,
    done: (session) => {
      changeSession(queries, session);
      void navigate(returnPath(params.get('return')), { replace: true });
    },
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack>
        <TextInput
          label={t.username}
          type="email"
          autoComplete="username"
          autoFocus
          required
          {...form.getInputProps('username')}
        />
        <PasswordInput
          label={t.password}
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
        <FormProblem refusal={sending.refusal} />
        <Button type="submit" loading={sending.pending}>
          {t.submit}
        </Button>
      </Stack>
    </form>
  );
}
