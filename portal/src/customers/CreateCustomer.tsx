import { Box, Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { Page } from '../shared/Page';
import { Section } from '../shared/Section';
import { texts } from '../texts';
import { NewCustomer } from './NewCustomer';

const t = texts.customers;

export default function CreateCustomer() {
  const navigate = useNavigate();
  return (
    <Page title={t.create} above={[{ to: '/customers', label: t.title }]}>
      <Box maw={860}>
        <NewCustomer
          around={(fields) => (
            <Section title={t.customer} hint={t.createHint}>
              {fields}
            </Section>
          )}
          done={(customer) => void navigate(`/customers/${customer.id}`)}
          cancel={
            <Button component={Link} to="/customers" variant="default">
              {texts.actions.cancel}
            </Button>
          }
        />
      </Box>
    </Page>
  );
}
