import { Group, Input, SegmentedControl, Select, Switch, Text, TextInput } from '@mantine/core';
import { meterName } from '../shared/format';
import { texts } from '../texts';
import type { MeterChoice } from './meters';
import { daysOf, RANGES, WINDOWS, type Range, type RangeName, type Window } from './range';
import type { Group as GroupName, View } from './view';

const t = texts.usage;

interface UsageControlsProps {
  view: View;
  meters: MeterChoice[];
  meter: string;
  window: Window;
  windows: Window[];
  group: GroupName | undefined;
  groups: GroupName[];
  /** Absent for own dates that make none. */
  range: Range | undefined;
  change: (part: Partial<View>) => void;
}

/** What is shown: the meter, the time, and how it is told apart. */
export function UsageControls(props: UsageControlsProps) {
  const { view, meters, meter, window, windows, group, groups, range, change } = props;
  return (
    <>
      <Group align="flex-end">
        <Select
          label={t.meter}
          data={meters.map(({ code, displayName }) => ({
            value: code,
            label: meterName(code, displayName),
          }))}
          value={meter}
          allowDeselect={false}
          searchable
          onChange={(code) => code && change({ meter: code })}
        />
        <Select
          label={t.range}
          data={RANGES.map((value) => ({ value, label: t.ranges[value] }))}
          value={view.range}
          allowDeselect={false}
          onChange={(next) => next && change({ range: next as RangeName, ...daysOf(range) })}
        />
        {view.range === 'own' && <OwnDates view={view} change={change} />}
        <Input.Wrapper label={t.window} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t.window}
              data={WINDOWS.map((value) => ({
                value,
                label: t.windows[value],
                disabled: !windows.includes(value),
              }))}
              value={window}
              onChange={(next) => change({ window: next as Window })}
            />
          </div>
        </Input.Wrapper>
        {groups.length > 0 && group !== undefined && (
          <Select
            label={t.groupBy}
            data={groups.map((value) => ({ value, label: t.groups[value] }))}
            value={group}
            allowDeselect={false}
            onChange={(next) => next && change({ group: next as GroupName })}
            w={150}
          />
        )}
        <Switch
          label={t.compare}
          checked={view.compare}
          onChange={(event) => change({ compare: event.currentTarget.checked })}
          mb={8}
        />
      </Group>
      {range === undefined && (
        <Text size="sm" role="status">
          {t.chooseDates}
        </Text>
      )}
    </>
  );
}

function OwnDates({ view, change }: Pick<UsageControlsProps, 'view' | 'change'>) {
  return (
    <>
      <TextInput
        type="date"
        label={t.from}
        value={view.from}
        max={view.to || undefined}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t.to}
        value={view.to}
        min={view.from || undefined}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
    </>
  );
}
