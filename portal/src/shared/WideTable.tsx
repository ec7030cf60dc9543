import { Table, type TableProps } from '@mantine/core';
import { useResizeObserver } from '@mantine/hooks';

interface WideTableProps extends TableProps {
  /** What the rows are, for screen readers. */
  label: string;
  /** Narrower than this it is moved sideways, in pixels. */
  minWidth: number;
  /** Off for one that is narrow enough for a phone. */
  cards?: boolean;
}

/**
 * A table that is moved sideways where it does not fit, also with the keyboard. On a phone each row
 * is a card: cells are named by their `data-label`, and roles say that it is a table all the same.
 */
export function WideTable({ label, minWidth, cards = true, ...table }: WideTableProps) {
  const [frame, { width }] = useResizeObserver<HTMLDivElement>();
  const [rows, { width: wanted }] = useResizeObserver<HTMLTableElement>();
  // A long name can make it wider than it is meant to be.
  const moves = wanted > Math.ceil(width);
  return (
    <div
      ref={frame}
      className={moves ? 'sideways moves' : 'sideways'}
      {...(moves ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
    >
      <Table
        ref={rows}
        role="table"
        aria-label={label}
        miw={minWidth}
        className={cards ? 'cards' : undefined}
        {...table}
      />
    </div>
  );
}
