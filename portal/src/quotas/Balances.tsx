import { ActionIcon, Badge, Button, Group, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Pencil1Icon, PlusIcon, TrashIcon } from '@radix-ui/react-icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../session/session';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { Blank } from '../shared/DataTable';
import { quantity } from '../shared/format';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { balancesQuery, deleteQuota, type Balance, type Quota, type Subject } from './calls';
import { isSetAbove, limitable, setsQuotas, usedPercent } from './draft';
import { CreateQuota, EditQuota } from './QuotaForms';

const t = texts.quotas;

type Dialog = { kind: 'create' } | { kind: 'edit' | 'delete'; quota: Quota };

/** What a license, customer or partner has used this month, and what remains of its quotas. */
export function Balances({ subject }: { subject: Subject }) {
  const me = useMe();
  const queries = useQueryClient();
  const query = useQuery(balancesQuery(subject));
  const [dialog, setDialog] = useState<Dialog>();
  const sets = setsQuotas(me, subject);
  const close = () => setDialog(undefined);
  const done = (message: string) => {
    notifications.show({ color: 'green', message });
    void queries.invalidateQueries({ queryKey: ['quotas'] });
    close();
  };
  return (
    <Section title={t.title} hint={t.hint}>
      <QueryState query={query}>
        {({ balances, quotas }) => (
          <Stack>
            {balances.length === 0 && <Blank title={texts.usage.noMeters} />}
            {balances.map((balance) => {
              const quota = quotas.find(({ id }) => id === balance.quotaId);
              return (
                <Row
                  key={balance.meter}
                  balance={balance}
                  {...(sets && quota && !isSetAbove(me, quota)
                    ? {
                        edit: () => setDialog({ kind: 'edit', quota }),
                        remove: () => setDialog({ kind: 'delete', quota }),
                      }
                    : {})}
                />
              );
            })}
            {sets && limitable(balances, quotas).length > 0 && (
              <Button
                variant="default"
                w="fit-content"
                leftSection={<PlusIcon />}
                onClick={() => setDialog({ kind: 'create' })}
              >
                {t.create}
              </Button>
            )}
            {dialog?.kind === 'create' && (
              <CreateQuota
                subject={subject}
                meters={limitable(balances, quotas)}
                done={() => done(t.created)}
                close={close}
              />
            )}
            {dialog?.kind === 'edit' && (
              <EditQuota
                id={dialog.quota.id}
                done={() => done(texts.states.saved)}
                close={close}
              />
            )}
            {dialog?.kind === 'delete' && (
              <ConfirmDialog
                title={t.deleteTitle}
                consequences={t.deleteHint}
                submit={texts.actions.delete}
                final
                send={() => deleteQuota(dialog.quota.id)}
                done={() => done(t.deleted)}
                close={close}
              />
            )}
          </Stack>
        )}
      </QueryState>
    </Section>
  );
}

interface RowProps {
  balance: Balance;
  edit?: () => void;
  remove?: () => void;
}

function Row({ balance, edit, remove }: RowProps) {
  const { displayName, used, included, remaining, limit, percent, allowed } = balance;
  const unit = balance.unit ?? '';
  return (
    <Stack gap={4} role="group" aria-label={displayName}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="xs">
          <Text size="sm" fw={600} className="wrap">
            {displayName}
          </Text>
          {limit && (
            <Badge variant="light" color={limit === 'hard' ? 'red' : 'gray'}>
              {t.limits[limit]}
            </Badge>
          )}
          {percent !== undefined && (
            <Badge variant="light" color={percent >= 100 ? 'red' : 'yellow'}>
              {t.reached(percent)}
            </Badge>
          )}
        </Group>
        {edit && remove && (
          <Group gap={4} wrap="nowrap">
            <Tooltip label={texts.actions.edit}>
              <ActionIcon
                variant="subtle"
                aria-label={`${texts.actions.edit}: ${displayName}`}
                onClick={edit}
              >
                <Pencil1Icon />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={texts.actions.delete}>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={`${texts.actions.delete}: ${displayName}`}
                onClick={remove}
              >
                <TrashIcon />
              </ActionIcon>
            </Tooltip>
          </Group>
        )}
      </Group>
      {included === undefined ? (
        <Text size="sm">{t.used(quantity(used), unit)}</Text>
      ) : (
        <>
          <Progress
            value={usedPercent(balance)}
            color={remaining === '0' ? 'red' : undefined}
            aria-label={t.bar(displayName)}
          />
          <Text size="sm">{t.usedOf(quantity(used), quantity(included), unit)}</Text>
          <Text size="sm" c="dimmed">
            {remaining === '0' ? t.usedUp : t.remaining(quantity(remaining ?? '0'), unit)}
          </Text>
        </>
      )}
      {!allowed && (
        <Text size="sm" c="red">
          {t.stopped}
        </Text>
      )}
    </Stack>
  );
}
