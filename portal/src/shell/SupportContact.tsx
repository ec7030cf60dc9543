import { Anchor, Box, Text } from '@mantine/core';
import type { Support } from '../api/types';
import { Email } from '../shared/Email';
import { texts } from '../texts';

/** Whom to ask: the vendor's contact. */
export function SupportContact({ support, p = 0 }: { support: Support; p?: string | number }) {
  return (
    <Box component="section" aria-label={texts.shell.support} p={p}>
      <Text size="xs" c="dimmed" fw={600}>
        {texts.shell.support}
      </Text>
      <Text size="sm">{support.name}</Text>
      {support.email && (
        <Anchor size="sm" href={`mailto:${support.email}`} display="block">
          <Email address={support.email} />
        </Anchor>
      )}
      {support.phone && (
        <Anchor size="sm" href={`tel:${support.phone}`} display="block">
          {support.phone}
        </Anchor>
      )}
    </Box>
  );
}
