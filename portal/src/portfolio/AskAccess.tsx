import { Button, Group, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { CustomerSelect } from '../customers/CustomerSelect';
import { OrderSelect } from '../licenses/OrderSelect';
import { Section } from '../shared/Section';
import { Explanation, type Asked } from '../shared/WhyNot';
import { texts } from '../texts';
import { ResourceSelect, type Kind } from './ResourceSelect';

const t = texts.whyNot;

type Action = Asked['action'];
type LicenseClass = NonNullable<Asked['class']>;

/** What each is done with; the customer and the order of a sale are asked for beside it. */
const KINDS: Record<Action, Kind[]> = {
  issue: ['catalog'],
  order: ['catalog'],
  grant: ['catalog', 'partner'],
  see: ['catalog', 'customer', 'partner', 'order', 'license'],
  manage_customer: ['customer'],
  manage_partner: ['partner'],
  assign_manager: ['order'],
  suspend: ['license'],
  reinstate: ['license'],
  revoke: ['license'],
  renew: ['license'],
  transfer: ['license'],
  check_out: ['license'],
  check_out_without_end: ['license'],
  activate_machine: ['license'],
};
const classes: LicenseClass[] = ['primary', 'additional'];

/** "Why can or can't this partner see or issue this?" */
export function AskAccess({ partnerId }: { partnerId?: string }) {
  const [action, setAction] = useState<Action>('issue');
  const [kind, setKind] = useState<Kind>('catalog');
  const [resource, setResource] = useState<string | null>(null);
  const [customerId, setCustomerId] = useState<string | null>(null);
  const [orderId, setOrderId] = useState<string | null>(null);
  const [quantity, setQuantity] = useState<number | string>(1);
  const [licenseClass, setLicenseClass] = useState<LicenseClass>('primary');
  const [asked, setAsked] = useState<Asked>();
  const kinds = KINDS[action];
  const issues = action === 'issue';
  const sells = issues || action === 'order';
  const toCustomer = sells || action === 'transfer';
  const choose = (next: Kind) => {
    setKind(next);
    setResource(null);
  };
  return (
    <Section title={t.askTitle} hint={partnerId ? t.askHintOther : t.askHint}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({
            action,
            ...(resource ? { resource } : {}),
            ...(partnerId ? { partnerId } : {}),
            ...(toCustomer && customerId ? { customerId } : {}),
            ...(issues && orderId ? { orderId } : {}),
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
              choose(KINDS[value as Action][0]!);
            }}
          />
          {kinds.length > 1 && (
            <Select
              label={t.resource}
              data={kinds.map((value) => ({ value, label: t.kinds[value] }))}
              value={kind}
              allowDeselect={false}
              onChange={(value) => choose(value as Kind)}
              w={160}
            />
          )}
          <ResourceSelect key={kind} kind={kind} value={resource} onChange={setResource} />
          {toCustomer && (
            <CustomerSelect
              label={texts.customers.customer}
              placeholder={t.anybody}
              clearable
              value={customerId}
              onChange={setCustomerId}
              w={260}
            />
          )}
          {issues && (
            <OrderSelect
              label={t.order}
              placeholder={t.noOrder}
              clearable
              of={['orders', 'all']}
              value={orderId}
              onChange={setOrderId}
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
