import { Alert, Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons';
import type { ApiKey } from '../api/types';
import { texts } from '../texts';

const t = texts.apiKeys;

/** The only moment at which the key can be read. */
export function ShowKey({ apiKey, close }: { apiKey: ApiKey; close: () => void }) {
  const key = apiKey.key ?? '';
  return (
    <Stack>
      <Alert color="yellow">{t.once}</Alert>
      <Group wrap="nowrap" align="flex-start">
        <Text className="key" size="sm" flex={1}>
          {key}
        </Text>
        <CopyButton value={key}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <CheckIcon /> : <CopyIcon />}
              onClick={copy}
              flex="none"
            >
              {copied ? texts.actions.copied : texts.actions.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Button onClick={close} w="fit-content">
        {t.haveCopied}
      </Button>
    </Stack>
  );
}
