// A CloudEvent to begin with, when one is tried.
import type { Meter } from '../api/types';

/** An event that the meter would count, but for the license in `subject`. */
export function sampleEvent(meter: Meter | undefined, now: Date): string {
  const properties = [...new Set([meter?.valueProperty, ...(meter?.groupBy ?? [])])];
  const data = properties
    .filter((name) => name !== undefined)
    .map((name) => [name, name === meter?.valueProperty ? 1 : 'x']);
  return JSON.stringify(
    {
      specversion: '1.0',
      id: 'try-1',
      source: '/product',
      type: meter?.eventType ?? 'com.example.message.sent',
      subject: 'lic_…',
      time: now.toISOString(),
      data: Object.fromEntries(data),
    },
    null,
    2,
  );
}

/** Whether a text is one JSON object, as a single CloudEvent is. */
export function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
