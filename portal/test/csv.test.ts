import { describe, expect, it } from 'vitest';
import { csvOf } from '../src/shared/csv';

/** Without the mark that says UTF-8. */
const text = (...rows: Parameters<typeof csvOf>[0]) => csvOf(rows).slice(1);

describe('a CSV file', () => {
  it('says that it is UTF-8', () => {
    expect(csvOf([])).toBe('\uFEFF');
  });

  it('has a line for each row, and quotes what it must', () => {
    expect(text(['a', 'b'], ['x,y', 'say "no"'], ['two\nlines', undefined])).toBe(
      'a,b\r\n"x,y","say ""no"""\r\n"two\nlines",\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@a', '\ta', '\ra'])('takes the formula out of %j', (cell) => {
    expect(text([cell]).replaceAll('"', '')).toBe(`'${cell}\r\n`);
  });

  it('leaves numbers numbers, negative ones too', () => {
    expect(text([{ number: '-12.5' }, { number: '3' }, 'a-b=c'])).toBe('-12.5,3,a-b=c\r\n');
  });
});
