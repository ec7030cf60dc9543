// A meter as it is typed, and as the API takes it.
import type { Meter, NewMeter } from '../api/types';
import { orAbsent, orNull } from '../shared/forms';
import { required } from '../shared/validation';
import { texts } from '../texts';
import type { Aggregation } from '../usage/totals';

const t = texts.meters;

/** How a meter is shown. */
export interface Shown {
  displayName: string;
  unit: string;
  /** Empty for after all that have one. */
  position: number | '';
}

/** All that may change of a meter: how it is shown, and what it reads of an event. */
export interface MeterEdit extends Shown {
  aggregation: Aggregation;
  valueProperty: string;
  groupBy: string[];
}

export interface MeterDraft extends MeterEdit {
  code: string;
  eventType: string;
}

export const AGGREGATIONS: Aggregation[] = [
  'sum',
  'count',
  'unique_count',
  'max',
  'min',
  'average',
  'latest',
];
export const DIMENSIONS_MAX = 3;
export const POSITION_MAX = 1_000;

export const newMeter: MeterDraft = {
  code: '',
  eventType: '',
  aggregation: 'sum',
  valueProperty: '',
  groupBy: [],
  displayName: '',
  unit: '',
  position: '',
};

/** Events are only counted, nothing in them is measured. */
export function measures(aggregation: Aggregation): boolean {
  return aggregation !== 'count';
}

export function newMeterOf(draft: MeterDraft): NewMeter {
  const { code, eventType, aggregation, valueProperty, groupBy, position } = draft;
  return {
    code: code.trim(),
    eventType: eventType.trim(),
    aggregation,
    ...(measures(aggregation) ? { valueProperty: valueProperty.trim() } : {}),
    ...(groupBy.length === 0 ? {} : { groupBy }),
    displayName: orAbsent(draft.displayName),
    unit: orAbsent(draft.unit),
    ...(position === '' ? {} : { position }),
  };
}

/** A meter without a name of its own is shown by its code. */
export function shownOf({ code, displayName, unit, position }: Meter): Shown {
  return {
    displayName: displayName === code ? '' : displayName,
    unit: unit ?? '',
    position: position ?? '',
  };
}

/** As a merge patch: null takes a value away. */
export function patchOf({ displayName, unit, position }: Shown): object {
  return {
    displayName: orNull(displayName),
    unit: orNull(unit),
    position: position === '' ? null : position,
  };
}

export function editOf(meter: Meter): MeterEdit {
  const { aggregation, valueProperty = '', groupBy } = meter;
  return { ...shownOf(meter), aggregation, valueProperty, groupBy };
}

export function editPatchOf(edit: MeterEdit): object {
  const { aggregation, valueProperty, groupBy } = edit;
  return {
    ...patchOf(edit),
    ...(measures(aggregation) ? { valueProperty: valueProperty.trim() } : {}),
    groupBy,
  };
}

const PROPERTY = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

export const shownValidation = {
  position: (value: number | '') =>
    value === '' || (value >= 1 && value <= POSITION_MAX) ? null : t.positionRange,
};

export const editValidation = {
  ...shownValidation,
  valueProperty: (value: string, { aggregation }: MeterEdit) =>
    measures(aggregation)
      ? (required(value) ?? (PROPERTY.test(value.trim()) ? null : t.propertyShape))
      : null,
  groupBy: (value: string[]) => (value.every((one) => PROPERTY.test(one)) ? null : t.propertyShape),
};

export const meterValidation = {
  ...editValidation,
  code: (value: string) =>
    required(value) ?? (/^[a-z0-9][a-z0-9._-]{0,63}$/.test(value.trim()) ? null : t.codeShape),
  eventType: required,
};
