/** A text with the language it is in (BCP 47), which may not be the report's. */
export interface Said { text: string; lang: string }

/** Lines of one cell or item. */
export type Lines = readonly Said[];

export interface TableBlock {
  kind: 'table';
  caption: Said;
  /** The first cell of a row names it. `share` of the width, all together 1. */
  columns: readonly { label: Said; figure?: boolean; share: number }[];
  rows: readonly (readonly Lines[])[];
  /** A last row that sums up. */
  total?: readonly Lines[];
}

export interface ChartBlock {
  kind: 'chart';
  title: Said;
  /** All that the drawing shows, in words. */
  alternative: Said;
  bars: readonly { label: Said; value: number; shown: Said }[];
  /** The same figures. */
  table: TableBlock;
}

export type Block =
  | { kind: 'paragraph'; text: Said; look?: 'lede' | 'note' | 'strong' }
  | { kind: 'list'; ordered: boolean; items: readonly Lines[] }
  | { kind: 'facts'; caption: Said; items: readonly { term: Said; details: Lines }[] }
  | TableBlock
  | ChartBlock;

export interface Section {
  /** Unique within the report, of letters, digits and dashes. */
  id: string;
  title: Said;
  blocks: readonly Block[];
  sections?: readonly Section[];
}

/** A report in words of one language: what page and paper are made from. */
export interface ReportDocument {
  language: string;
  title: Said;
  campaign: Said;
  /** Of the data; ISO 8601. */
  asOf: string;
  demonstration: Said | null;
  lede: readonly Block[];
  sections: readonly Section[];
}
