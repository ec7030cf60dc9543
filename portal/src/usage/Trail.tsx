import { Anchor, Breadcrumbs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { PartnerName } from '../partners/PartnerName';
import { partnerQuery } from '../partners/calls';
import { useMe } from '../session/session';
import { texts } from '../texts';
import { useNames } from './names';
import { addressOf, upTo, type Group, type View } from './view';

const t = texts.usage;

interface Step {
  key: string;
  label: ReactNode;
  view: View;
}

/** The way down to what is shown: each step leads back to it. */
export function Trail({ view }: { view: View }) {
  const me = useMe();
  const partner = useQuery({
    ...partnerQuery(view.partner),
    enabled: view.partner !== '',
    retry: false,
  });
  const root = view.vendor || me.partner?.id;
  const path = partner.data?.value.path ?? (view.partner === '' ? [] : [view.partner]);
  const below = path.slice(root === undefined ? 0 : path.indexOf(root) + 1);
  const top = upTo(view, '');
  const steps: Step[] = [
    {
      key: 'root',
      label: me.partner?.name ?? (view.vendor ? <PartnerName id={view.vendor} /> : t.everything),
      view: top,
    },
    ...below.map((id) => ({ key: id, label: <PartnerName id={id} />, view: upTo(view, id) })),
    ...filtered(view),
  ];
  if (steps.length === 1) {
    return null;
  }
  return (
    <nav aria-label={t.trail}>
      <Breadcrumbs styles={{ root: { flexWrap: 'wrap', rowGap: 4 } }}>
        {steps.map((step, index) =>
          index === steps.length - 1 ? (
            <Text key={step.key} size="sm" lh={1.4} fw={600} aria-current="location">
              {step.label}
            </Text>
          ) : (
            <Anchor key={step.key} component={Link} to={addressOf(step.view)} size="sm">
              {step.label}
            </Anchor>
          ),
        )}
      </Breadcrumbs>
    </nav>
  );
}

/** In the order in which they narrow it down: a step leaves out those that come after it. */
function filtered(view: View): Step[] {
  const order = ['product', 'customer', 'license'] as const;
  return order.flatMap((kind, index) =>
    view[kind] === ''
      ? []
      : [
          {
            key: kind,
            label: <Name kind={kind} id={view[kind]} />,
            view: {
              ...view,
              group: '' as const,
              ...Object.fromEntries(order.slice(index + 1).map((later) => [later, ''])),
            },
          },
        ],
  );
}

function Name({ kind, id }: { kind: Group; id: string }) {
  return useNames(kind, [id]).nameOf(id);
}
