import { Box, Group, Paper, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColorScheme } from '../shell/ColorScheme';
import { Wordmark } from '../shell/Wordmark';

/** The frame of the pages that need no sign-in. */
export function PublicFrame({ width = 400, children }: { width?: number; children: ReactNode }) {
  return (
    <Box mih="100vh" pb="xl">
      <Group component="header" justify="space-between" p="md">
        <Wordmark />
        <ColorScheme />
      </Group>
      <Stack component="main" maw={width} mx="auto" px="md" mt={{ base: 'md', sm: '8vh' }}>
        <Paper withBorder p={{ base: 'lg', sm: 'xl' }} className="surface" shadow="xs">
          {children}
        </Paper>
      </Stack>
    </Box>
  );
}
