import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { licenseQuery } from '../licenses/calls';
import { licenseName } from '../licenses/LicenseKey';
import { shortId } from '../shared/ShortId';
import { texts } from '../texts';

interface EventNameProps {
  eventId: string;
  type?: string;
  source?: string;
}

/** As its sender named it. */
export function EventName({ eventId, type, source }: EventNameProps) {
  return (
    <Stack gap={0}>
      <Text size="sm" className="wrap">
        {eventId}
      </Text>
      {type && (
        <Text size="xs" c="dimmed" className="wrap">
          {type}
        </Text>
      )}
      {source && (
        <Text size="xs" c="dimmed" className="wrap">
          {texts.usage.rejected.source(source)}
        </Text>
      )}
    </Stack>
  );
}

export function LicenseLink({ id }: { id: string }) {
  const license = useQuery({ ...licenseQuery(id), retry: false, staleTime: 60_000 });
  return (
    <Anchor component={Link} to={`/licenses/${id}`} size="sm" className="wrap">
      {license.data ? licenseName(license.data.value) : texts.states.number(shortId(id))}
    </Anchor>
  );
}
