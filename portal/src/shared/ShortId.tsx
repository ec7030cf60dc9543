import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons';
import { texts } from '../texts';

/** Ids begin with their time: it is the end that tells two of one day apart. */
export function shortId(id: string): string {
  return id.slice(-6).toUpperCase();
}

/** Enough of an id to say it on the phone, and the whole of it on the clipboard. */
export function ShortId({ id, inline }: { id: string; inline?: boolean }) {
  return (
    <Group
      component="span"
      display={inline ? 'inline-flex' : undefined}
      gap={4}
      wrap="nowrap"
      w="fit-content"
    >
      <Text span size="sm" c="dimmed" className="nowrap" title={id}>
        {texts.states.number(shortId(id))}
      </Text>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? texts.actions.copied : texts.actions.copyId}>
            <ActionIcon
              variant="subtle"
              size="sm"
              color={copied ? 'green' : 'gray'}
              onClick={copy}
              aria-label={copied ? texts.actions.copied : texts.actions.copyId}
            >
              {copied ? <CheckIcon /> : <CopyIcon />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
