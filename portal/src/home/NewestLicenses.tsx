import { Anchor, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { listLicenses } from '../licenses/calls';
import { columnsOf, type ColumnId } from '../licenses/columns';
import { LicenseTable } from '../licenses/LicenseTable';
import { Section } from '../shared/Section';
import { texts } from '../texts';

const SHOWN = 5;

interface NewestLicensesProps {
  title: string;
  columns: ColumnId[];
  action?: ReactNode;
}

/** The newest few, and the way to all of them. */
export function NewestLicenses({ title, columns, action }: NewestLicensesProps) {
  const queryKey = ['licenses', 'newest'];
  const query = useQuery({ queryKey, queryFn: () => listLicenses({}, { limit: SHOWN }) });
  return (
    <Section title={title}>
      <LicenseTable
        list={{ query, queryKey, page: 1 }}
        columns={columnsOf(columns)}
        bare
        action={action}
      />
      {query.data?.next && (
        <Group justify="flex-end">
          <Anchor component={Link} to="/licenses" size="sm">
            {texts.home.all}
          </Anchor>
        </Group>
      )}
    </Section>
  );
}
