import { Box, Group, Menu, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  AvatarIcon,
  ChevronDownIcon,
  Component1Icon,
  ExitIcon,
  GearIcon,
} from '@radix-ui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { problemFrom } from '../api/problem';
import type { Me } from '../api/types';
import { changeSession, signOut } from '../session/session';
import { texts } from '../texts';

const t = texts.shell;

/** Who is signed in, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await signOut();
    } catch (error) {
      notifications.show({ color: 'red', message: problemFrom(error).message });
      return;
    }
    changeSession(queries, null);
    await navigate('/sign-in');
  };
  const company = me.partner?.name ?? me.customer?.company;
  const kind = me.partner ? texts.partners.types[me.partner.type] : t.roles[me.account.role];
  // Nobody reads the same twice.
  const belongsTo = [company, kind, me.account.email].find(
    (text) => text !== undefined && text !== me.account.name,
  );
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton px="xs" py={4}>
          <VisuallyHidden>{t.account}</VisuallyHidden>
          <Group gap="xs" wrap="nowrap">
            <Stack gap={0} align="flex-end" visibleFrom="xs">
              <Text size="sm" fw={600} lh={1.2}>
                {me.account.name}
              </Text>
              <Text size="xs" c="dimmed" lh={1.2}>
                {belongsTo}
              </Text>
            </Stack>
            <Box hiddenFrom="xs" component="span" display="flex">
              <AvatarIcon aria-hidden />
            </Box>
            <ChevronDownIcon aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.signedInAs(me.account.email)}</Menu.Label>
        <Menu.Item component={Link} to="/change-password" leftSection={<GearIcon />}>
          {t.changePassword}
        </Menu.Item>
        <Menu.Item component="a" href="/docs" leftSection={<Component1Icon />}>
          {t.apiReference}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()} leftSection={<ExitIcon />}>
          {t.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
