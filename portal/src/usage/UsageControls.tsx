import { Group, Input, SegmentedControl, Select, Switch, Text, TextInput } from '@mantine/core';
import { meterName } from '../shared/format';
import { texts } from '../texts';
import type { MeterChoice } from './meters';
import { RANGES, WINDOWS, type RangeName, type Window } from './range';
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
  /** Own dates that make no range. */
  invalid: boolean;
  change: (part: Partial<View>) => void;
}

/** What is shown: the meter, the time, and how it is told apart. */
export function UsageControls(props: UsageControlsProps) {
  const { view, meters, meter, window, windows, group, groups, invalid, change } = props;
  return (
    <>
      <Group align="flex-end">
        <Select
          label={t.meter}
          data={meters.map(({ code }) => ({ value: code, label: meterName(code) }))}
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
          onChange={(range) => range && change({ range: range as RangeName })}
        />
        {view.range === 'own' && <OwnDates view={view} change={change} />}
        <Choice
          label={t.window}
          names={t.windows}
          values={WINDOWS}
          allowed={windows}
          value={window}
          choose={(next) => change({ window: next })}
        />
        {groups.length > 0 && group !== undefined && (
          <Choice
            label={t.groupBy}
            names={t.groups}
            values={groups}
            allowed={groups}
            value={group}
            choose={(next) => change({ group: next })}
          />
        )}
        <Switch
          label={t.compare}
          checked={view.compare}
          onChange={(event) => change({ compare: event.currentTarget.checked })}
          mb={8}
        />
      </Group>
      {invalid && (
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

interface ChoiceProps<T extends string> {
  label: string;
  names: Record<T, string>;
  values: T[];
  allowed: T[];
  value: T;
  choose: (value: T) => void;
}

function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, names, values, allowed, value, choose } = props;
  return (
    <Input.Wrapper label={label} labelElement="div">
      <div>
        <SegmentedControl
          aria-label={label}
          data={values.map((one) => ({
            value: one,
            label: names[one],
            disabled: !allowed.includes(one),
          }))}
          value={value}
          onChange={(next) => choose(next as T)}
        />
      </div>
    </Input.Wrapper>
  );
}
