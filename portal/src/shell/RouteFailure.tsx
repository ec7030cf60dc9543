import { Button, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { texts } from '../texts';

/** A page that did not load (a new version was installed meanwhile, say) or broke. */
export function RouteFailure() {
  const error = useRouteError();
  useEffect(() => console.error(error), [error]);
  return (
    <Stack component="main" p="xl" maw={560} mx="auto" mt="xl" role="alert">
      <Title order={1}>{texts.shell.failed}</Title>
      <Text>{texts.shell.failedHint}</Text>
      <Button w="fit-content" onClick={() => window.location.reload()}>
        {texts.shell.reload}
      </Button>
    </Stack>
  );
}
