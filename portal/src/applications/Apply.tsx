import {
  Anchor,
  Button,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Link } from 'react-router';
import { answer, api } from '../api/client';
import { LoginDomainInput } from '../partners/LoginDomainInput';
import {
  ContactFields,
  ModelChoice,
  PartnerFields,
  partnerValidation,
  type NewPartnerValues,
} from '../partners/PartnerFields';
import { PublicFrame } from '../session/PublicFrame';
import { useSignInPage } from '../session/session';
import { FormProblem } from '../shared/FormProblem';
import { orAbsent, useSending } from '../shared/forms';
import { useTitle } from '../shared/Page';
import { Loading } from '../shared/QueryState';
import { loginDomain } from '../shared/validation';
import { texts } from '../texts';

const t = texts.apply;

interface Values extends NewPartnerValues {
  loginDomainOfParent: string;
  type: 'distributor' | 'reseller';
  loginDomain: string;
  message: string;
}

/** Open to everybody: asks a vendor or distributor to become its partner. */
export default function Apply() {
  useTitle(t.title);
  const page = useSignInPage();
  const [received, setReceived] = useState(false);
  return (
    <PublicFrame width={received ? 560 : 820}>
      {received ? (
        <Stack role="status">
          <Title order={1}>{t.received}</Title>
          <Text>{t.receivedHint}</Text>
          <Anchor component={Link} to="/sign-in">
            {t.toSignIn}
          </Anchor>
        </Stack>
      ) : page.isPending ? (
        <Loading lines={8} />
      ) : (
        <Form parent={page.data?.loginDomain ?? ''} done={() => setReceived(true)} />
      )}
    </PublicFrame>
  );
}

function Form({ parent, done }: { parent: string; done: () => void }) {
  const form = useForm<Values>({
    initialValues: {
      loginDomainOfParent: parent,
      type: 'reseller',
      model: 'own_plans',
      name: '',
      email: '',
      phone: '',
      website: '',
      contact: { name: '', email: '', phone: '' },
      loginDomain: '',
      message: '',
    },
    validate: { ...partnerValidation, loginDomainOfParent: loginDomain, loginDomain },
  });
  const sending = useSending(form, {
    send: (values, headers) =>
      answer(
        api.POST('/api/v1/partner-applications', {
          headers,
          body: {
            ...values,
            name: values.name.trim(),
            email: values.email.trim(),
            website: orAbsent(values.website),
            message: orAbsent(values.message),
          },
        }),
      ),
    done,
  });
  return (
    <form onSubmit={sending.onSubmit} noValidate>
      <Stack gap="lg">
        <div>
          <Title order={1}>{t.title}</Title>
          <Text c="dimmed">{t.hint}</Text>
        </div>
        <Stack gap="sm">
          <TextInput
            label={t.parent}
            description={t.parentHint}
            required
            autoCapitalize="none"
            maw={420}
            {...form.getInputProps('loginDomainOfParent')}
          />
          <div>
            <Text size="sm" fw={600} id="apply-type">
              {t.type}
            </Text>
            <SegmentedControl
              aria-labelledby="apply-type"
              data={[
                { value: 'reseller', label: texts.partners.types.reseller },
                { value: 'distributor', label: texts.partners.types.distributor },
              ]}
              {...form.getInputProps('type')}
            />
          </div>
          <ModelChoice form={form} />
        </Stack>
        <Stack component="section" aria-label={texts.partners.form.partnerSection}>
          <Title order={2}>{t.company}</Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PartnerFields form={form} />
            <LoginDomainInput check={false} {...form.getInputProps('loginDomain')} />
          </SimpleGrid>
        </Stack>
        <Stack component="section" aria-label={texts.partners.form.contactSection}>
          <Title order={2}>{texts.partners.form.contactSection}</Title>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ContactFields form={form} />
          </SimpleGrid>
        </Stack>
        <Textarea
          label={t.message}
          autosize
          minRows={3}
          maxLength={2000}
          {...form.getInputProps('message')}
        />
        <FormProblem refusal={sending.refusal} />
        <Button type="submit" w="fit-content" loading={sending.pending}>
          {t.submit}
        </Button>
        <Anchor component={Link} to="/sign-in" size="sm">
          {t.toSignIn}
        </Anchor>
      </Stack>
    </form>
  );
}
