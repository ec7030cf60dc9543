import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { DownloadIcon } from '@radix-ui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { problemFrom } from '../api/problem';
import { newKey } from '../api/submission';
import type { License } from '../api/types';
import { saveText } from '../shared/download';
import { shortId } from '../shared/ShortId';
import { texts } from '../texts';
import { checkOut } from './calls';

const t = texts.licenses.files;

export function fileName(kind: 'license' | 'machine', id: string): string {
  return `${kind}-${shortId(id).toLowerCase()}.lic`;
}

/** The license's file on the usual terms, with one click. */
export function DownloadLicenseFile({ license, label }: { license: License; label: string }) {
  const mutation = useMutation({
    mutationFn: () =>
      checkOut(license.id, null, { encrypt: false }, { 'Idempotency-Key': newKey() }),
    onSuccess: (file) => saveText(fileName('license', license.id), file),
    onError: (error) => notifications.show({ color: 'red', message: problemFrom(error).message }),
  });
  return (
    <Tooltip label={t.licenseFile}>
      <ActionIcon
        variant="subtle"
        aria-label={label}
        loading={mutation.isPending}
        onClick={() => mutation.mutate()}
      >
        <DownloadIcon />
      </ActionIcon>
    </Tooltip>
  );
}
