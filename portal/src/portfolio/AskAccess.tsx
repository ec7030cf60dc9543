import { Button, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../shared/Section';
import { Explanation, type Asked } from '../shared/WhyNot';
import { texts } from '../texts';

const t = texts.whyNot;
const actions = ['issue', 'order', 'grant', 'see', 'manage_customer', 'manage_partner'] as const;

/** "Why can or can't this partner see or issue this?" */
export function AskAccess({ partnerId }: { partnerId?: string }) {
  const [action, setAction] = useState<Asked['action']>('issue');
  const [resource, setResource] = useState('');
  const [asked, setAsked] = useState<Asked>();
  return (
    <Section title={t.askTitle} hint={partnerId ? t.askHintOther : t.askHint}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({
            action,
            ...(resource.trim() === '' ? {} : { resource: resource.trim() }),
            ...(partnerId ? { partnerId } : {}),
          });
        }}
      >
        <Group align="flex-end">
          <Select
            label={t.action}
            data={actions.map((value) => ({ value, label: t.actions[value] }))}
            value={action}
            allowDeselect={false}
            onChange={(value) => value && setAction(value as Asked['action'])}
          />
          <TextInput
            label={t.resource}
            placeholder="prd_… pol_… cus_… prt_…"
            value={resource}
            onChange={(event) => setResource(event.currentTarget.value)}
            flex="1 1 260px"
            maw={420}
          />
          <Button type="submit" variant="default">
            {t.ask}
          </Button>
        </Group>
      </form>
      {asked && <Explanation key={JSON.stringify(asked)} asked={asked} />}
    </Section>
  );
}
