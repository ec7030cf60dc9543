import { Button, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Page } from '../shared/Page';
import { texts } from '../texts';

export default function NoSuchPage() {
  return (
    <Page title={texts.shell.noSuchPage}>
      <Text>{texts.shell.noSuchPageHint}</Text>
      <Button component={Link} to="/" variant="default" w="fit-content">
        {texts.shell.toStart}
      </Button>
    </Page>
  );
}
