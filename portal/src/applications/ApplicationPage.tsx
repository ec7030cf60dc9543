import { Anchor, Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Application } from '../api/types';
import { Email } from '../shared/Email';
import { Facts, type Fact } from '../shared/Facts';
import { dateTime } from '../shared/format';
import { Page } from '../shared/Page';
import { phoneText } from '../shared/PhoneInput';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { ApplicationStatus } from './ApplicationStatus';
import { Approve } from './Approve';
import { applicationQuery } from './calls';
import { Reject } from './Reject';

const t = texts.applications;
const f = texts.partners.form;
const above = [{ to: '/applications', label: t.title }];

export default function ApplicationPage() {
  const { id = '' } = useParams();
  const application = useQuery(applicationQuery(id));
  if (application.data === undefined) {
    return (
      <Page title={t.application} above={above}>
        <QueryState query={application}>{() => null}</QueryState>
      </Page>
    );
  }
  return <Loaded key={id} application={application.data} />;
}

function Loaded({ application }: { application: Application }) {
  const [deciding, setDeciding] = useState<'approve' | 'reject'>();
  const stop = () => setDeciding(undefined);
  return (
    <Page
      title={application.name}
      above={above}
      badge={<ApplicationStatus status={application.status} />}
      actions={
        application.status === 'pending' &&
        deciding === undefined && (
          <>
            <Button variant="default" onClick={() => setDeciding('reject')}>
              {t.reject}
            </Button>
            <Button onClick={() => setDeciding('approve')}>{t.approve}</Button>
          </>
        )
      }
    >
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Section title={f.partnerSection}>
          <Facts
            facts={[
              [t.wantsToBe, texts.partners.types[application.type]],
              ...(application.model
                ? [[texts.partners.type, texts.partners.models[application.model]] as Fact]
                : []),
              [f.email, <Email key="email" address={application.email} />],
              [f.phone, phoneText(application.phone)],
              [f.website, application.website],
              [texts.loginDomain.label, application.loginDomain],
              [t.receivedOn, dateTime(application.createdAt)],
            ]}
          />
        </Section>
        <Stack>
          <Section title={f.contactSection}>
            <Facts
              facts={[
                [f.contactName, application.contact.name],
                [
                  f.contactEmail,
                  application.contact.email && (
                    <Email key="contact" address={application.contact.email} />
                  ),
                ],
                [f.contactPhone, phoneText(application.contact.phone)],
              ]}
            />
          </Section>
          {application.message && (
            <Section title={t.message}>
              <Text className="wrap" style={{ whiteSpace: 'pre-wrap' }}>
                {application.message}
              </Text>
            </Section>
          )}
          {application.status !== 'pending' && (
            <Section title={t.decision}>
              <Facts
                facts={[
                  [texts.fields.status, t.statuses[application.status]],
                  ...(application.decidedAt
                    ? [[t.decidedAt, dateTime(application.decidedAt)] as [string, string]]
                    : []),
                  ...(application.reason
                    ? [[t.reason, application.reason] as [string, string]]
                    : []),
                ]}
              />
              {application.partnerId && (
                <Anchor component={Link} to={`/partner/${application.partnerId}`}>
                  {t.toPartner}
                </Anchor>
              )}
            </Section>
          )}
        </Stack>
      </SimpleGrid>
      {application.status === 'pending' && deciding === 'approve' && (
        <Approve application={application} cancel={stop} />
      )}
      {application.status === 'pending' && deciding === 'reject' && (
        <Reject application={application} cancel={stop} />
      )}
    </Page>
  );
}
