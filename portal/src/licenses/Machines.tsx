import { Button, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { License, Machine } from '../api/types';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { Blank } from '../shared/DataTable';
import { dateTime } from '../shared/format';
import { QueryState } from '../shared/QueryState';
import { Section } from '../shared/Section';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { forgetLicenses, machinesQuery, releaseMachine } from './calls';

const t = texts.licenses.machine;

export function machineName({ name, hostname }: Machine): string {
  return name ?? hostname ?? t.unnamed;
}

interface MachinesProps {
  license: License;
  /** Whether this reader may release one. */
  releases: boolean;
}

/** Where the license is in use. */
export function Machines({ license, releases }: MachinesProps) {
  const machines = useQuery(machinesQuery(license.id));
  const [chosen, setChosen] = useState<Machine>();
  return (
    <Section title={texts.licenses.machines} hint={t.hint}>
      <QueryState query={machines} asked={{ action: 'see', resource: license.id }}>
        {(items) =>
          items.length === 0 ? (
            <Blank title={t.none} hint={t.noneHint} />
          ) : (
            <WideTable label={texts.licenses.machines} minWidth={560}>
              <Table.Thead role="rowgroup">
                <Table.Tr role="row">
                  <Table.Th role="columnheader">{t.name}</Table.Th>
                  <Table.Th role="columnheader">{t.fingerprint}</Table.Th>
                  <Table.Th role="columnheader">{t.activatedAt}</Table.Th>
                  {license.heartbeat && <Table.Th role="columnheader">{t.lastHeard}</Table.Th>}
                  {releases && <Table.Th role="columnheader">{t.release}</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody role="rowgroup">
                {items.map((machine) => (
                  <Table.Tr key={machine.id} role="row">
                    <Table.Td role="cell" data-label={t.name} className="wrap">
                      <div>
                        {machineName(machine)}
                        {machine.platform && (
                          <Text size="xs" c="dimmed">
                            {machine.platform}
                          </Text>
                        )}
                      </div>
                    </Table.Td>
                    <Table.Td role="cell" data-label={t.fingerprint}>
                      <Text size="xs" className="key">
                        {machine.fingerprint}
                      </Text>
                    </Table.Td>
                    <Table.Td role="cell" data-label={t.activatedAt}>
                      {dateTime(machine.activatedAt)}
                    </Table.Td>
                    {license.heartbeat && (
                      <Table.Td role="cell" data-label={t.lastHeard}>
                        {machine.lastHeartbeatAt
                          ? dateTime(machine.lastHeartbeatAt)
                          : texts.states.none}
                      </Table.Td>
                    )}
                    {releases && (
                      <Table.Td role="cell">
                        <Button
                          size="xs"
                          variant="default"
                          aria-label={t.releaseOf(machineName(machine))}
                          onClick={() => setChosen(machine)}
                        >
                          {t.release}
                        </Button>
                      </Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </WideTable>
          )
        }
      </QueryState>
      {chosen && <Release machine={chosen} license={license} close={() => setChosen(undefined)} />}
    </Section>
  );
}

interface ReleaseProps {
  machine: Machine;
  license: License;
  close: () => void;
}

function Release({ machine, license, close }: ReleaseProps) {
  const queries = useQueryClient();
  const name = machineName(machine);
  return (
    <ConfirmDialog
      title={t.releaseTitle(name)}
      consequences={t.releaseHint}
      submit={t.release}
      asked={{ action: 'see', resource: license.id }}
      send={() => releaseMachine(machine.id)}
      done={() => {
        notifications.show({ color: 'green', message: t.released(name) });
        close();
        void forgetLicenses(queries);
      }}
      close={close}
    />
  );
}
