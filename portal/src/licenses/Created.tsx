import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import { CheckCircledIcon, DownloadIcon } from '@radix-ui/react-icons';
import { Link } from 'react-router';
import type { License } from '../api/types';
import { saveText } from '../shared/download';
import { Facts } from '../shared/Facts';
import { count, date } from '../shared/format';
import { Page } from '../shared/Page';
import { Section } from '../shared/Section';
import { WideTable } from '../shared/WideTable';
import { texts } from '../texts';
import { DownloadLicenseFile } from './DownloadLicenseFile';
import { asCsv, asText, keysOf } from './forward';
import { CopyKey, CopyText } from './LicenseKey';

const t = texts.licenses.created;

interface CreatedProps {
  licenses: License[];
  another: () => void;
}

/** The keys of what was created just now, to be given on at once. */
export function Created({ licenses, another }: CreatedProps) {
  const [first] = licenses;
  const one = licenses.length === 1;
  const title = one ? t.one : t.many(count(licenses.length));
  if (first === undefined) {
    return null;
  }
  return (
    <Page title={title} above={[{ to: '/licenses', label: texts.licenses.title }]}>
      <Stack maw={960}>
        <Alert color="green" icon={<CheckCircledIcon />}>
          {t.hint}
        </Alert>
        <Section title={t.keys}>
          <Group>
            <CopyText value={keysOf(licenses)} label={one ? texts.licenses.copyKey : t.copyAll} />
            <CopyText value={asText(licenses)} label={t.copyText} />
            <Button
              variant="default"
              leftSection={<DownloadIcon />}
              onClick={() => saveText('licenses.txt', asText(licenses))}
            >
              {t.downloadText}
            </Button>
            <Button
              variant="default"
              leftSection={<DownloadIcon />}
              onClick={() => saveText('licenses.csv', asCsv(licenses), 'text/csv')}
            >
              {t.downloadCsv}
            </Button>
          </Group>
          <WideTable label={t.keys} minWidth={560}>
            <Table.Thead role="rowgroup">
              <Table.Tr role="row">
                <Table.Th role="columnheader">{t.number}</Table.Th>
                <Table.Th role="columnheader">{texts.licenses.key}</Table.Th>
                <Table.Th role="columnheader">{texts.licenses.files.licenseFile}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody role="rowgroup">
              {licenses.map((license, index) => (
                <Table.Tr key={license.id} role="row">
                  <Table.Td role="cell" data-label={t.number}>
                    {index + 1}
                  </Table.Td>
                  <Table.Td role="cell" className="block" data-label={texts.licenses.key}>
                    <Group gap={4} wrap="nowrap">
                      <Text className="key" size="xs">
                        {license.key}
                      </Text>
                      <CopyKey
                        value={license.key}
                        label={`${texts.licenses.copyKey} ${index + 1}`}
                      />
                    </Group>
                  </Table.Td>
                  <Table.Td role="cell" data-label={texts.licenses.files.licenseFile}>
                    <DownloadLicenseFile
                      license={license}
                      label={texts.licenses.files.licenseFileOf(index + 1)}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </WideTable>
        </Section>
        <Section title={texts.licenses.details.title}>
          <Facts
            facts={[
              [texts.licenses.product, first.productName],
              [texts.licenses.policy, first.policyName],
              [texts.licenses.class, texts.licenses.classes[first.class]],
              [texts.licenses.type, texts.licenses.types[first.type]],
              [texts.customers.customer, first.customerName],
              [
                texts.licenses.expires,
                first.expiresAt ? date(first.expiresAt) : texts.licenses.never,
              ],
              [
                texts.licenses.notes.customerDetails,
                first.customerDetails && (
                  <span key="details" className="written">
                    {first.customerDetails}
                  </span>
                ),
              ],
            ]}
          />
        </Section>
        <Group>
          <Button onClick={another}>{texts.licenses.create.another}</Button>
          <Button
            component={Link}
            variant="default"
            to={one ? `/licenses/${first.id}` : `/customers/${first.customerId}`}
          >
            {one ? t.open : t.toCustomer}
          </Button>
        </Group>
      </Stack>
    </Page>
  );
}

