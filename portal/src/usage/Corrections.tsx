import { Button, Tabs } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useMe } from '../session/session';
import { Page } from '../shared/Page';
import { texts } from '../texts';
import { CorrectedEvents } from './CorrectedEvents';
import { CorrectEvent } from './CorrectEvent';
import { mayCorrect } from './corrections';
import { LateEvents } from './LateEvents';
import { RejectedEvents } from './RejectedEvents';

const t = texts.usage.settled;
const tabs = ['rejected', 'late', 'corrected'] as const;

/** Events that did not count as they were sent. */
export default function Corrections() {
  const me = useMe();
  const { tab } = useParams();
  const navigate = useNavigate();
  const [correcting, setCorrecting] = useState(false);
  return (
    <Page
      title={t.title}
      hint={t.hint}
      above={[{ to: '/usage', label: texts.usage.title }]}
      actions={
        mayCorrect(me) && <Button onClick={() => setCorrecting(true)}>{t.correct}</Button>
      }
    >
      <Tabs
        value={tabs.find((one) => one === tab) ?? 'rejected'}
        onChange={(next) => void navigate(`/usage-corrections/${next}`, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="lg" className="tabs">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="rejected">
          <RejectedEvents />
        </Tabs.Panel>
        <Tabs.Panel value="late">
          <LateEvents />
        </Tabs.Panel>
        <Tabs.Panel value="corrected">
          <CorrectedEvents />
        </Tabs.Panel>
      </Tabs>
      {correcting && <CorrectEvent close={() => setCorrecting(false)} />}
    </Page>
  );
}
