import { type JSX } from 'preact';
import { formatFigure } from '../i18n/index.js';
import { Count, Ledger, Progress, usePage, type LedgerRow } from '../ui/index.js';
import { formatEdtf } from '../i18n/index.js';
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
      <Count value={sum} label={t('site.total.countries-of', { n: total.countriesWithFigure, all: total.countriesWithPetition })} />
      <Ledger caption={t('site.total.made-of')} rows={rows} total={{ label: t('site.total.sum'), value: sum }} />
      <div class="prose small soft">
        {without.length > 0 && <p>{t('site.total.without', { n: without.length, countries: t.list(without) })}</p>}
        {total.lowerBound && <p>{t('site.total.lower')}</p>}
        {!record && <p>{t('site.total.once')}</p>}
        {total.asOfAt && <p>{t('site.total.as-of', { when: t.instant(total.asOfAt) })}</p>}
      </div>
    </section>
  );
}

/** A petition's count: the number, the next milestone, and what the number is made of. */
export function PetitionTotal({ tally, headingId }: { tally: TallyView; headingId: string }): JSX.Element {
  const { t } = usePage();
  const frozen = tally.publication === 'frozen';
  const rows: LedgerRow[] = [];
  if (tally.counted !== null) rows.push({ label: t('site.total.counted'), value: t.number(tally.counted), live: 'counted' });
  if (tally.attested) {
    rows.push({
      label: t(`site.total.${tally.attested.kind}`), live: 'attested',
      value: formatFigure(t, { value: tally.attested.count, qualifier: tally.attested.lowerBound ? 'lower-bound' : 'exact' }),
    });
  }
  const said = formatFigure(t, tally.total);
  const forecast = tally.next?.forecast;
  return (
    <section class="stack" aria-labelledby={headingId} data-stream={tally.streamHref ?? undefined}>
      <h2 id={headingId} class="visually-hidden">{t(frozen ? 'site.total.title.closed' : 'site.total.title')}</h2>
      {tally.total?.value == null
        ? <p class="count"><span class="count-label">{said}</span></p>
        : <Count value={said} label={t(frozen ? 'site.total.title.closed' : 'site.total.title')} live="total" />}
      {tally.next && tally.total?.value != null && (
        <Progress total={tally.total.value} threshold={tally.next.threshold} remaining={tally.next.remaining}
          forecast={forecast ? formatEdtf(t.locale, forecast.from === forecast.to ? forecast.from : `${forecast.from}/${forecast.to}`) : null} />
      )}
      {rows.length > 0 && <Ledger caption={t('site.total.made-of')} rows={rows} total={rows.length > 1 ? { label: t('site.total.sum'), value: said, live: 'total' } : undefined} />}
      {tally.publication === 'daily' && <p class="small soft">{t('site.total.daily')}</p>}
      {tally.asOfAt && !frozen && <p class="small soft">{t('site.total.as-of', { when: t.instant(tally.asOfAt) })}</p>}
    </section>
  );
}
