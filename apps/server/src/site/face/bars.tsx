import { type JSX } from 'preact';
import { Table, usePage, type Children } from '../../ui/index.js';

export interface BarRow {
  key: string;
  label: Children;
  /** Null: not known; it has no bar, not one of length nothing. */
  value: number | null;
  /** The figure with its qualifier, as it is said elsewhere. */
  said: Children;
}

export interface BarTableProps {
  caption: string;
  labelHeading: string;
  valueHeading: string;
  rows: readonly BarRow[];
}

/** A chart that is its own table: each figure stands in words beside its bar, and is read out as a row. */
export function BarTable({ caption, labelHeading, valueHeading, rows }: BarTableProps): JSX.Element {
  const { t } = usePage();
  const top = Math.max(1, ...rows.map(({ value }) => value ?? 0));
  const width = (value: number): number => Math.max(value > 0 ? 0.5 : 0, Math.round((value / top) * 1000) / 10);
  return (
    <div class="bar-table">
      <Table caption={caption} columns={[{ label: labelHeading }, { label: valueHeading, figure: true }]}
        rows={rows.map(({ key, label, value, said }) => ({
          key,
          cells: [label, <span key="v" class="bar-cell"><span>{said}</span>{value !== null && <svg class="bar" width="100%" height="10" aria-hidden="true" focusable="false"><rect class="bar-way" width="100%" height="10" /><rect class="chart-bar" x={t.dir === 'rtl' ? `${100 - width(value)}%` : 0} width={`${width(value)}%`} height="10" /></svg>}</span>],
        }))} />
    </div>
  );
}
