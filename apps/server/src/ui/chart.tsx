import { type JSX } from 'preact';
import { Table } from './lists.js';
import { usePage } from './page.js';

export interface ChartPoint {
  /** The point's place on the axis in words: a day, a country. */
  label: string;
  value: number;
}

export interface ChartProps {
  title: string;
  kind: 'line' | 'bar';
  points: readonly ChartPoint[];
  labelHeading: string;
  valueHeading: string;
  /** Draws a line across, e.g. at the next milestone. */
  mark?: { value: number; label: string };
}

const WIDTH = 1000;
const HEIGHT = 300;

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that leaves room above the highest value. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return Math.max(1, step * power);
}

/**
 * A chart as plain SVG with its words outside of the drawing, so that it stretches to any width and the words keep their size.
 * The same figures stand beside it as a table.
 */
export function Chart({ title, kind, points, labelHeading, valueHeading, mark }: ChartProps): JSX.Element {
  const { t } = usePage();
  const top = niceCeiling(Math.max(0, ...points.map((point) => point.value), mark?.value ?? 0));
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const axis = kind === 'bar' && points.length <= 8 ? points : [points[0], points[Math.floor((points.length - 1) / 2)], points[points.length - 1]].filter((point, index, all) => point && all.indexOf(point) === index);
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div class="chart-plot" dir="ltr">
        <div class="chart-scale" aria-hidden="true"><span>{t.number(top)}</span><span>{t.number(top / 2)}</span><span>{t.number(0)}</span></div>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={title}>
          {[0, HEIGHT / 2, HEIGHT].map((line) => <path key={line} class="chart-grid" d={`M0 ${line}H${WIDTH}`} />)}
          {kind === 'line' ? <Line points={points} y={y} /> : <Bars points={points} y={y} />}
          {mark && <path class="chart-mark" d={`M0 ${y(mark.value)}H${WIDTH}`} />}
        </svg>
        <div class={axis === points ? 'chart-axis bars' : 'chart-axis'} aria-hidden="true">{axis.map((point) => point && <span key={point.label}>{point.label}</span>)}</div>
      </div>
      {mark && <p class="chart-legend">{mark.label}</p>}
      <details class="disclosure">
        <summary>{t('ui.chart.table')}</summary>
        <Table caption={title} captionHidden columns={[{ label: labelHeading }, { label: valueHeading, figure: true }]}
          rows={points.map((point) => ({ key: point.label, cells: [point.label, t.number(point.value)] }))} />
      </details>
    </figure>
  );
}

interface Drawn {
  points: readonly ChartPoint[];
  y: (value: number) => number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function Line({ points, y }: Drawn): JSX.Element {
  const step = points.length > 1 ? WIDTH / (points.length - 1) : 0;
  const way = points.map((point, index) => `${round(index * step)} ${round(y(point.value))}`).join('L');
  return <><path class="chart-area" d={`M${way}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} /><path class="chart-line" d={`M${way}`} /></>;
}

function Bars({ points, y }: Drawn): JSX.Element {
  const slot = WIDTH / Math.max(1, points.length);
  return <>{points.map((point, index) => (
    <rect key={point.label} class="chart-bar" x={round(index * slot + slot * 0.15)} width={round(slot * 0.7)} y={round(y(point.value))} height={round(HEIGHT - y(point.value))} />
  ))}</>;
}
