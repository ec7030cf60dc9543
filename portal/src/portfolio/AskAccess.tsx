import { Button, Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogNamesQuery } from './catalogNames';
import { Section } from '../shared/Section';
import { Explanation, type Asked } from '../shared/WhyNot';
import { texts } from '../texts';

const t = texts.whyNot;
const actions = ['issue', 'order', 'grant', 'see', 'manage_customer', 'manage_partner'] as const;
const BY_ID = 'by-id';

/** "Why can or can't this partner see or issue this?" */
export function AskAccess({ partnerId }: { partnerId?: string }) {
  const catalog = useQuery(catalogNamesQuery);
  const [action, setAction] = useState<Asked['action']>('issue');
  const [choice, setChoice] = useState<string | null>(null);
  const [id, setId] = useState('');
  const [asked, setAsked] = useState<Asked>();
  const resource = choice === BY_ID ? id.trim() : (choice ?? '');
  return (
    <Section title={t.askTitle} hint={partnerId ? t.askHintOther : t.askHint}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({
            action,
            ...(resource === '' ? {} : { resource }),
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
          <Select
            label={t.resource}
            placeholder={t.anything}
            data={[
              ...(catalog.data ?? []).map((product) => ({
                group: product.name,
                items: [
                  { value: product.id, label: t.product(product.name) },
                  ...product.policies.map((policy) => ({ value: policy.id, label: policy.name })),
                ],
              })),
              { group: t.other, items: [{ value: BY_ID, label: t.byId }] },
            ]}
            value={choice}
            onChange={setChoice}
            searchable
            clearable
            w={260}
          />
          {choice === BY_ID && (
            <TextInput
              label={t.id}
              placeholder="cus_…, prt_…, prd_…, pol_…"
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
              w={300}
            />
          )}
          <Button type="submit" variant="default">
            {t.ask}
          </Button>
        </Group>
      </form>
      {asked && <Explanation key={JSON.stringify(asked)} asked={asked} />}
    </Section>
  );
}
