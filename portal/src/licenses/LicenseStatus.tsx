import { Badge } from '@mantine/core';
import type { License } from '../api/types';
import { texts } from '../texts';

const colors: Record<License['status'], string> = {
  ACTIVE: 'green',
  INACTIVE: 'gray',
  EXPIRING: 'yellow',
  EXPIRED: 'red',
  SUSPENDED: 'orange',
  BANNED: 'red',
};

export function LicenseStatus({ status }: { status: License['status'] }) {
  return <Badge color={colors[status]}>{texts.licenses.statuses[status]}</Badge>;
}
