import { type JSX } from 'preact';
import { Chart, PetitionTag, usePage } from '../../ui/index.js';
import { type PetitionLine } from '../read/petition-lines.js';
import { type DayCount } from '../read/rates.js';
import { shortDay } from '../words.js';

/** A petition that is open in its papers but whose first day lies ahead takes nothing yet. */
export function LineState({ line, now }: { line: Pick<PetitionLine, 'status' | 'opensAt'>; now: Date }): JSX.Element {
  const ahead = line.status === 'open' && line.opensAt !== null && line.opensAt > now;
  return <PetitionTag state={ahead ? 'scheduled' : line.status} />;
}

/** Counted signatures day by day, with the same figures as a table beside it. */
export function DayChart({ days }: { days: readonly DayCount[] }): JSX.Element {
  const { t } = usePage();
  return (
    <Chart title={t('console.chart.title', { n: days.length })} kind="bar" labelHeading={t('console.col.day')} valueHeading={t('console.col.counted')}
      points={days.map(({ day, n }) => ({ label: shortDay(t, day), value: n }))} />
  );
}
