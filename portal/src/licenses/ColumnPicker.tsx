import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { TableIcon } from '@radix-ui/react-icons';
import { texts } from '../texts';

const t = texts.licenses.columns;

interface ColumnPickerProps {
  offers: { id: string; header: string }[];
  chosen: string[];
  choose: (ids: string[]) => void;
}

export function ColumnPicker({ offers, chosen, choose }: ColumnPickerProps) {
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<TableIcon />}>
          {t.choose}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.choose}>
        <Checkbox.Group aria-label={t.choose} value={chosen} onChange={choose}>
          <Stack gap="xs">
            {offers.map(({ id, header }) => (
              <Checkbox key={id} value={id} label={header} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
