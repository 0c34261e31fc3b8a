import { type JSX } from 'preact';
import { formatEdtf, formatFigure } from '../i18n/index.js';
import { Count, Ledger, Progress, usePage, type LedgerRow } from '../ui/index.js';
import { type TallyView, type TotalView } from './view-models.js';

/** A campaign's total and what it is made of. */
export function CampaignTotal({ total, record }: { total: TotalView; record: boolean }): JSX.Element {
  const { t } = usePage();
  const sum = formatFigure(t, { value: total.total, qualifier: total.lowerBound ? 'lower-bound' : 'exact' });
  const rows: LedgerRow[] = [];
  if (total.counted !== null) rows.push({ label: t('site.total.counted'), value: t.number(total.counted) });
  if (total.attested !== null) rows.push({ label: t(`site.total.${total.attestedKind}`), value: formatFigure(t, { value: total.attested, qualifier: total.lowerBound ? 'lower-bound' : 'exact' }) });
  const without = total.countriesWithoutFigure.map(({ id, name }) => t.place(id, name));
  return (
    <section class="sheet" aria-labelledby="total">
      <h2 id="total">{t(record ? 'site.total.title.closed' : 'site.total.title')}</h2>
      <Count figure={{ value: total.total, qualifier: total.lowerBound ? 'lower-bound' : 'exact' }} label={t('site.total.countries-of', { n: total.countriesWithFigure, all: total.countriesWithPetition })} />
      <Ledger caption={t('site.total.made-of')} rows={rows} total={rows.length > 1 ? { label: t('site.total.sum'), value: sum } : undefined} />
      <div class="prose small soft">
        {without.length > 0 && <p>{t('site.total.without', { n: without.length, countries: t.list(without) })}</p>}
        {total.lowerBound && <p>{t('site.total.lower')}</p>}
        {!record && <p>{t('site.total.once')}</p>}
        {total.asOfAt && <p>{t('site.total.as-of', { when: t.instant(total.asOfAt) })}</p>}
      </div>
    </section>
  );
}

/**
 * A petition's count and its next milestone. An element around this and `PetitionLedger` carries the address of the
 * live figures (`streamOf`), so that one connection feeds both.
 */
export function PetitionTotal({ tally }: { tally: TallyView }): JSX.Element {
  const { t } = usePage();
  const label = t(tally.publication === 'frozen' ? 'site.total.title.closed' : 'site.total.title');
  const { next } = tally;
  return (
    <section class="stack" aria-labelledby="count">
      <h2 id="count" class="visually-hidden">{label}</h2>
      <Count figure={tally.total ?? { value: null, qualifier: 'exact' }} label={label} live="total" />
      {next && tally.total?.value != null && (
        <Progress total={tally.total.value} threshold={next.threshold} remaining={next.remaining}
          forecast={next.forecast && formatEdtf(t.locale, next.forecast.from === next.forecast.to ? next.forecast.from : `${next.forecast.from}/${next.forecast.to}`)} />
      )}
    </section>
  );
}

/** What a petition's count is made of, as of when, and how it is published. */
export function PetitionLedger({ tally }: { tally: TallyView }): JSX.Element {
  const { t } = usePage();
  const rows: LedgerRow[] = [];
  if (tally.counted !== null) rows.push({ label: t('site.total.counted'), value: t.number(tally.counted), live: 'counted' });
  if (tally.attested) {
    const { count, lowerBound, kind } = tally.attested;
    rows.push({ label: t(`site.total.${kind}`), value: formatFigure(t, { value: count, qualifier: lowerBound ? 'lower-bound' : 'exact' }), live: 'attested' });
  }
  return (
    <div class="stack">
      {rows.length > 0 && <Ledger caption={t('site.total.made-of')} rows={rows} total={rows.length > 1 ? { label: t('site.total.sum'), value: formatFigure(t, tally.total), live: 'total' } : undefined} />}
      {tally.publication === 'daily' && <p class="small soft">{t('site.total.daily')}</p>}
      {tally.asOfAt && tally.publication !== 'frozen' && <p class="small soft">{t('site.total.as-of', { when: t.instant(tally.asOfAt) })}</p>}
    </div>
  );
}

export const streamOf = (tally: TallyView | null): { 'data-stream'?: string } => (tally?.streamHref ? { 'data-stream': tally.streamHref } : {});
