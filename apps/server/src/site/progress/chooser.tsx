import { type JSX } from 'preact';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { Button, Field, inSentence, Select, usePage } from '../../ui/index.js';
import { type RoundView } from './view-models.js';

/** A round by its title, and its period where the title does not say it. */
export function roundName(t: Translator, round: RoundView): string {
  const period = round.period === null ? null : formatEdtf(t.locale, round.period);
  return period === null || round.title.text.includes(period) ? inSentence(t, round.title) : t('progress.round.of', { title: inSentence(t, round.title), period });
}

const options = (t: Translator, rounds: readonly RoundView[]): { value: string; label: string; lang?: string }[] => rounds.map((round) => ({ value: round.id, label: roundName(t, round), lang: round.title.lang === t.locale ? undefined : round.title.lang }));

/** Another period, another day: a form whose address can be passed on. */
export function CardChooser({ action, rounds, round, on }: { action: string; rounds: readonly RoundView[]; round: string | null; on: string | null }): JSX.Element {
  const { t, link } = usePage();
  return (
    <form class="chooser no-print" method="get" action={link(action)}>
      {rounds.length > 1 && <Select name="round" label={t('progress.choose.round')} value={round ?? ''} options={[{ value: '', label: t('progress.choose.newest') }, ...options(t, rounds)]} />}
      <Field name="on" type="date" label={t('progress.choose.on')} value={on ?? ''} />
      <Button look="quiet">{t('progress.choose.show')}</Button>
    </form>
  );
}

export function CompareChooser({ action, rounds, from, to }: { action: string; rounds: readonly RoundView[]; from: string | null; to: string | null }): JSX.Element {
  const { t, link } = usePage();
  return (
    <form class="chooser no-print" method="get" action={link(action)}>
      <Select name="from" label={t('progress.compare.from')} value={from ?? ''} options={options(t, rounds)} />
      <Select name="to" label={t('progress.compare.to')} value={to ?? ''} options={options(t, rounds)} />
      <Button look="quiet">{t('progress.compare.show')}</Button>
    </form>
  );
}
