import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogNamesQuery } from './catalogNames';
import { chooseCustomer } from '../customers/calls';
import { OrderSelect } from '../licenses/OrderSelect';
import { RemoteSelect } from '../shared/RemoteSelect';
import { Section } from '../shared/Section';
import { Explanation, type Asked } from '../shared/WhyNot';
import { texts } from '../texts';

const t = texts.whyNot;
const BY_ID = 'by-id';

type Action = Asked['action'];
type LicenseClass = NonNullable<Asked['class']>;

/** With what each is done, by the prefix of its ids. */
const KINDS: Record<Action, string[]> = {
  issue: ['pol', 'prd', 'ord', 'cus'],
  order: ['pol', 'prd', 'cus'],
  grant: ['pol', 'prd', 'prt'],
  see: ['pol', 'prd', 'cus', 'prt', 'ord', 'lic'],
  manage_customer: ['cus'],
  manage_partner: ['prt'],
  assign_manager: ['ord'],
  suspend: ['lic'],
  reinstate: ['lic'],
  revoke: ['lic'],
  renew: ['lic'],
  transfer: ['lic'],
  check_out: ['lic'],
  check_out_without_end: ['lic'],
  activate_machine: ['lic'],
};
const classes: LicenseClass[] = ['primary', 'additional'];

/** "Why can or can't this partner see or issue this?" */
export function AskAccess({ partnerId }: { partnerId?: string }) {
  const catalog = useQuery(catalogNamesQuery);
  const [action, setAction] = useState<Action>('issue');
  const [choice, setChoice] = useState<string | null>(null);
  const [id, setId] = useState('');
  const [customerId, setCustomerId] = useState<string | null>(null);
  const [orderId, setOrderId] = useState('');
  const [quantity, setQuantity] = useState<number | string>(1);
  const [licenseClass, setLicenseClass] = useState<LicenseClass>('primary');
  const [asked, setAsked] = useState<Asked>();
  const kinds = KINDS[action];
  const resource = choice === BY_ID ? id.trim() : (choice ?? '');
  const issues = action === 'issue';
  const sells = issues || action === 'order';
  // A customer or an order that it is asked about needs not be named twice.
  const toCustomer = (sells || action === 'transfer') && !resource.startsWith('cus_');
  const inOrder = issues && !resource.startsWith('ord_');
  return (
    <Section title={t.askTitle} hint={partnerId ? t.askHintOther : t.askHint}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({
            action,
            ...(resource === '' ? {} : { resource }),
            ...(partnerId ? { partnerId } : {}),
            ...(toCustomer && customerId ? { customerId } : {}),
            ...(inOrder && orderId.trim() !== '' ? { orderId: orderId.trim() } : {}),
            ...(sells && Number(quantity) >= 1 ? { quantity: Number(quantity) } : {}),
            ...(issues ? { class: licenseClass } : {}),
          });
        }}
      >
        <Group align="flex-end">
          <Select
            label={t.action}
            data={Object.entries(t.actions).map(([value, label]) => ({ value, label }))}
            value={action}
            allowDeselect={false}
            onChange={(value) => {
              setAction(value as Action);
              setChoice(null);
            }}
          />
          <Select
            label={t.resource}
            placeholder={t.anything}
            data={[
              ...(kinds.includes('pol') ? (catalog.data ?? []) : []).map((product) => ({
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
              placeholder={kinds.map((kind) => `${kind}_…`).join(', ')}
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
              w={300}
            />
          )}
          {toCustomer && (
            <RemoteSelect
              label={texts.customers.customer}
              placeholder={t.anybody}
              clearable
              of={['customers']}
              search={chooseCustomer}
              value={customerId}
              onChange={setCustomerId}
              w={260}
            />
          )}
          {inOrder && (
            <OrderSelect
              label={t.order}
              placeholder={t.noOrder}
              clearable
              of={['orders', 'all']}
              value={orderId || null}
              onChange={(chosen) => setOrderId(chosen ?? '')}
              w={260}
            />
          )}
          {sells && (
            <NumberInput
              label={t.quantity}
              min={1}
              allowDecimal={false}
              value={quantity}
              onChange={setQuantity}
              w={100}
            />
          )}
          {issues && (
            <Select
              label={t.class}
              data={classes.map((value) => ({ value, label: t.classes[value] }))}
              value={licenseClass}
              allowDeselect={false}
              onChange={(value) => setLicenseClass(value as LicenseClass)}
              w={140}
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
