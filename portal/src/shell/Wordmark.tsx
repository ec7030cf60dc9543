import { Group, Text } from '@mantine/core';
import mark from '../keyway.svg';

export function Wordmark({ size = 26 }: { size?: number }) {
  return (
    <Group gap={8} wrap="nowrap">
      <img src={mark} width={size} height={size} alt="" />
      <Text fw={700} fz={size * 0.7} lh={1}>
        Keyway
      </Text>
    </Group>
  );
}
