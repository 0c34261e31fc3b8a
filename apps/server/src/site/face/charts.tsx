import { type JSX } from 'preact';
import { formatFigure } from '../../i18n/index.js';
import { CommitmentTag, usePage, type CommitmentState } from '../../ui/index.js';
import { type CampaignView } from '../view-models.js';
import { BarTable } from './bars.js';

/** More countries than these are on the map's page. */
const SHOWN = 12;

/** Signatures by country and promises by status: both only where there is something to compare. */
export function CampaignCharts({ campaign }: { campaign: CampaignView }): JSX.Element | null {
  const { t, link } = usePage();
  const known = campaign.countries.filter(({ figure }) => figure?.value != null).sort((a, b) => (b.figure?.value ?? 0) - (a.figure?.value ?? 0));
  const compared = known.length >= 3 && known.some(({ figure }) => (figure?.value ?? 0) > 0);
  const promises = campaign.outcome ? promisesByStatus(campaign.outcome.commitments) : [];
  if (!compared && promises.length === 0) return null;
  return (
    <section class="section" aria-labelledby="charts">
      <h2 id="charts">{t('face.charts.title')}</h2>
      <div class="charts">
        {compared && (
          <div class="stack">
            <BarTable caption={t('face.charts.signatures', { n: Math.min(SHOWN, known.length) })} labelHeading={t('site.countries.country')} valueHeading={t('site.countries.figure')}
              rows={known.slice(0, SHOWN).map(({ place, figure }) => ({ key: place.id, label: <a class="row-link" href={link(`/campaigns/${campaign.slug}/countries/${place.id}`)}>{t.place(place.id, place.name)}</a>, value: figure?.value ?? null, said: formatFigure(t, figure) }))} />
            <p><a class="line-link" href={link(`/campaigns/${campaign.slug}/map`)}>{t('face.charts.all', { n: campaign.countries.length })}</a></p>
          </div>
        )}
        {promises.length > 0 && (
          <div class="stack">
            <BarTable caption={t('face.charts.promises')} labelHeading={t('face.promises.status')} valueHeading={t('site.campaign.commitments')}
              rows={promises.map(([state, n]) => ({ key: state, label: <CommitmentTag state={state} />, value: n, said: t.number(n) }))} />
            <p><a class="line-link" href={link(`/campaigns/${campaign.slug}/promises`)}>{t('face.charts.board')}</a></p>
          </div>
        )}
      </div>
    </section>
  );
}

type Commitments = NonNullable<CampaignView['outcome']>['commitments'];

function promisesByStatus({ promised, inProgress, fulfilled, broken = 0, withdrawn = 0 }: Commitments): [CommitmentState, number][] {
  const all: [CommitmentState, number][] = [['promised', promised], ['in-progress', inProgress], ['fulfilled', fulfilled], ['broken', broken], ['withdrawn', withdrawn]];
  return all.some(([, n]) => n > 0) ? all.filter(([state, n]) => n > 0 || state === 'fulfilled') : [];
}
