import { Button, Checkbox, Select, SimpleGrid, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { DownloadIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { License } from '../api/types';
import { saveText } from '../shared/download';
import { FormProblem } from '../shared/FormProblem';
import { useSending } from '../shared/forms';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { checkOut, machinesQuery } from './calls';
import { fileName } from './DownloadLicenseFile';
import { machineName } from './Machines';

const t = texts.licenses.files;

/** In a form an empty choice is the first one. */
const ANY = 'any';

/** As the API names it. */
const WITHOUT_END = 'none';

/** Files that verify without the network, of the license or of one machine. */
export function Files({ license }: { license: License }) {
  const machines = useQuery(machinesQuery(license.id));
  const form = useForm({ initialValues: { of: ANY, ttl: 'P30D', encrypt: false } });
  const sending = useSending(form, {
    send: ({ of, ttl, encrypt }, headers) =>
      checkOut(license.id, of === ANY ? null : of, { ttl, encrypt }, headers),
    done: (file, { of }) => {
      const name = of === ANY ? fileName('license', license.id) : fileName('machine', of);
      saveText(name, file);
      notifications.show({ color: 'green', message: t.downloaded(name) });
    },
  });
  const ofMachine = form.values.of !== ANY;
  const terms = Object.entries(t.terms).map(([value, label]) => ({ value, label }));
  const endless = form.values.ttl === WITHOUT_END;
  return (
    <Section title={t.title} hint={t.hint}>
      <form onSubmit={sending.onSubmit} noValidate>
        <Stack maw={640}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={t.of}
              data={[
                { value: ANY, label: t.any },
                ...(machines.data ?? []).map((machine) => ({
                  value: machine.id,
                  label: machineName(machine),
                })),
              ]}
              allowDeselect={false}
              {...form.getInputProps('of')}
            />
            <Select
              label={t.validFor}
              data={
                license.filesWithoutEnd
                  ? [...terms, { value: WITHOUT_END, label: t.withoutEnd }]
                  : terms
              }
              allowDeselect={false}
              {...form.getInputProps('ttl')}
            />
          </SimpleGrid>
          <Checkbox
            label={t.encrypt}
            description={ofMachine ? t.encryptMachineHint : t.encryptHint}
            {...form.getInputProps('encrypt', { type: 'checkbox' })}
          />
          <FormProblem
            refusal={sending.refusal}
            asked={{
              action: endless ? 'check_out_without_end' : 'check_out',
              resource: license.id,
            }}
          />
          <Button
            type="submit"
            w="fit-content"
            variant="default"
            leftSection={<DownloadIcon />}
            loading={sending.pending}
          >
            {t.download}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
