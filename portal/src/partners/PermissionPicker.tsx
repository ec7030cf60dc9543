import {
  Button,
  Group,
  Input,
  SimpleGrid,
  Skeleton,
  Stack,
  Switch,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Permission, PermissionPreset } from '../api/types';
import { texts } from '../texts';
import { PERMISSIONS, presetsQuery } from './calls';

const t = texts.permissions;

interface PermissionPickerProps {
  value: Permission[];
  onChange: (value: Permission[]) => void;
  /** What may be given: nobody gives what they lack. */
  within: readonly Permission[];
  presets?: PermissionPreset['kind'];
  disabled?: boolean;
  error?: ReactNode;
  /** Where no heading says it. */
  labelled?: boolean;
}

/** Presets to start from, and a switch for each permission. */
export function PermissionPicker(props: PermissionPickerProps) {
  const { value, onChange, within, presets, disabled = false, labelled = false, error } = props;
  const known = useQuery({ ...presetsQuery, enabled: presets !== undefined && !disabled });
  const offered = (known.data ?? []).filter(
    ({ kind, preset }) => kind === presets && preset !== 'vendor',
  );
  const shown = PERMISSIONS.filter(
    (permission) => within.includes(permission) || value.includes(permission),
  );
  return (
    <Stack component="fieldset" gap="md" bd={0} p={0} m={0}>
      <Text component="legend" size="sm" fw={600} p={0} mb={labelled ? 'xs' : 0}>
        {labelled ? t.label : <VisuallyHidden>{t.label}</VisuallyHidden>}
      </Text>
      {known.isLoading && <Skeleton height={30} maw={360} aria-busy="true" />}
      {!disabled && offered.length > 0 && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t.presets}
          </Text>
          {offered.map(({ preset, permissions }) => (
            <Button
              key={preset}
              size="xs"
              variant={
                same(
                  value,
                  permissions.filter((one) => within.includes(one)),
                )
                  ? 'light'
                  : 'default'
              }
              onClick={() => onChange(permissions.filter((one) => within.includes(one)))}
            >
              {t.presetNames[preset] ?? preset}
            </Button>
          ))}
        </Group>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="sm">
        {shown.map((permission) => (
          <Switch
            key={permission}
            label={t.names[permission]}
            description={t.descriptions[permission]}
            checked={value.includes(permission)}
            disabled={disabled || !within.includes(permission)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...value, permission]
                  : value.filter((one) => one !== permission),
              )
            }
          />
        ))}
      </SimpleGrid>
      {error && <Input.Error>{error}</Input.Error>}
    </Stack>
  );
}

function same(one: readonly Permission[], other: readonly Permission[]): boolean {
  return one.length === other.length && one.every((permission) => other.includes(permission));
}
