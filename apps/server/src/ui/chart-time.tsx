import { type JSX } from 'preact';
import { niceCeiling } from './chart.js';
import { Table } from './lists.js';
import { usePage, type Children } from './page.js';

export interface TimePoint {
  key: string;
  /** On the axis and in the table: a day, an hour. */
  label: string;
  value: number;
  /** Belongs to the span that the chart is about (this week, today): drawn solid, the rest in outline. */
  now: boolean;
  /** Longer words for the table, where the axis has no room for them. */
  full?: string;
}

export interface TimeChartProps {
  /** What the figures say, not what they are about. */
  finding: string;
  /** What is drawn, with its unit and time zone. */
  what: string;
  points: readonly TimePoint[];
  labelHeading: string;
  valueHeading: string;
  /** What solid and outlined bars are. */
  legend?: { now: string; before: string };
  download?: Children;
}

/** Which points get their words on the axis: the first, the last, and few between at equal steps. */
export function axisMarks(count: number, most = 5): number[] {
  if (count <= most) return Array.from({ length: count }, (_, at) => at);
  const step = (count - 1) / (most - 1);
  return [...new Set(Array.from({ length: most }, (_, n) => Math.round(n * step)))];
}

/** The highest and the last: the two that people look for, so they are written at their bars; one if they are the same or stand too near. */
export function labelled(points: readonly { value: number }[]): number[] {
  const last = points.length - 1;
  const highest = points.reduce((best, point, at) => (point.value > (points[best]?.value ?? 0) ? at : best), 0);
  if (last < 0 || (points[highest]?.value ?? 0) === 0) return [];
  return last - highest <= points.length * 0.12 ? [highest] : [highest, last];
}

/**
 * Counts by time as bars, in percentages and without a view box, so that it stretches to any width and its words keep their
 * size. Time runs from left to right in every language: two people who compare a drawing over languages must see the same one,
 * and the Arabic press prints its charts so. Solid and outline tell the spans apart without colour, and the same figures stand
 * below as a table.
 */
export function TimeChart({ finding, what, points, labelHeading, valueHeading, legend, download }: TimeChartProps): JSX.Element {
  const { t } = usePage();
  const top = niceCeiling(Math.max(0, ...points.map(({ value }) => value)));
  const slot = 100 / Math.max(1, points.length);
  const gap = points.length > 120 ? 0 : slot * 0.14;
  const at = (index: number): number => (index + 0.5) * slot;
  const anchor = (index: number): 'start' | 'middle' | 'end' => (at(index) < 12 ? 'start' : at(index) > 88 ? 'end' : 'middle');
  const edge = (index: number): string => percent(anchor(index) === 'start' ? 0 : anchor(index) === 'end' ? 100 : at(index));
  return (
    <figure class="chart time-chart">
      <figcaption><strong>{finding}</strong><span class="chart-what">{what}</span></figcaption>
      <div class="chart-plot" dir="ltr">
        <div class="chart-scale" aria-hidden="true"><span>{t.number(top)}</span><span>{top >= 2 ? t.number(top / 2) : ''}</span><span>{t.number(0)}</span></div>
        <svg role="img" aria-label={`${finding} ${what}`}>
          {[0, 50, 100].map((line) => <line key={line} class="chart-rule" x2="100%" y1={percent(line)} y2={percent(line)} />)}
          {points.map(({ key, value, now }, index) => value > 0 && (
            <rect key={key} class={now ? 'chart-bar' : 'chart-bar before'} x={percent(index * slot + gap)} width={percent(slot - 2 * gap)} y={percent(100 - (value / top) * 100)} height={percent((value / top) * 100)} />
          ))}
          {labelled(points).map((index) => (
            <text key={index} class="chart-label" x={edge(index)} y={percent(100 - ((points[index]?.value ?? 0) / top) * 100)} dy="-5" text-anchor={anchor(index)}>{t.number(points[index]?.value ?? 0)}</text>
          ))}
        </svg>
        <svg class="chart-ticks" aria-hidden="true">{axisMarks(points.length).map((index) => <text key={index} x={edge(index)} y="1em" text-anchor={anchor(index)}>{points[index]?.label}</text>)}</svg>
      </div>
      {legend && <p class="chart-key"><span class="key-now">{legend.now}</span><span class="key-before">{legend.before}</span></p>}
      <details class="disclosure">
        <summary>{t('ui.chart.table')}</summary>
        <Table caption={what} captionHidden columns={[{ label: labelHeading }, { label: valueHeading, figure: true }]}
          rows={[...points].reverse().map((point) => ({ key: point.key, cells: [point.full ?? point.label, t.number(point.value)] }))} />
      </details>
      {download}
    </figure>
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;
const percent = (value: number): string => `${round(value)}%`;

/** A share as a pair of bars: now solid, before in outline below it. The figures beside it say the same. */
export function ShareBars({ now, before, top }: { now: number; before: number; top: number }): JSX.Element {
  const width = (value: number): number => (top > 0 ? round((value / top) * 100) : 0);
  return (
    <svg class="share-bars" viewBox="0 0 100 22" preserveAspectRatio="none" aria-hidden="true">
      <rect class="chart-bar" width={width(now)} height="11" />
      <rect class="chart-bar before" y="13" width={width(before)} height="8" />
    </svg>
  );
}

/** A few days as small bars; the figures stand beside it in words. Time from left to right, as in `TimeChart`. */
export function SmallBars({ values, label, from }: { values: readonly number[]; label: string; from: number }): JSX.Element {
  const top = Math.max(1, ...values);
  const slot = 140 / Math.max(1, values.length);
  return (
    <svg class="small-bars" viewBox="0 0 140 40" preserveAspectRatio="none" role="img" aria-label={label}>
      <line class="chart-rule" x2="140" y1="40" y2="40" />
      {values.map((value, index) => value > 0 && <rect key={index} class={index >= from ? 'chart-bar' : 'chart-bar before'} x={round(index * slot + 1)} width={round(slot - 2)} y={round(40 - (value / top) * 40)} height={round((value / top) * 40)} />)}
    </svg>
  );
}
