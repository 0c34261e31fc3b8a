import { type JSX } from 'preact';
import { Button, ButtonLink, EmptyState, Pagination, Select, Table, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionLine } from '../read/petition-lines.js';
import { type DayCount, type Rate } from '../read/rates.js';
import { type VisibleCampaign } from '../read/scopes.js';
import { inLanguage } from '../words.js';
import { Frame, Head } from './frame.js';
import { DayChart, LineState } from './petition-parts.js';
import { Week } from './today.js';

export interface PetitionsView {
  filter: { campaign: string; country: string; status: string };
  campaigns: readonly VisibleCampaign[];
  places: readonly { id: string; name: string }[];
  items: readonly { line: PetitionLine; rate: Rate }[];
  page: number;
  pages: number;
  total: number;
  days: readonly DayCount[];
  mayOrganise: boolean;
}

export function PetitionsPage({ desk, view }: { desk: Desk; view: PetitionsView }): JSX.Element {
  const { t, link } = desk.page;
  const address = (page: number): string => link(`/console/petitions?${new URLSearchParams({ ...view.filter, page: String(page) }).toString()}`);
  return (
    <Frame desk={desk} title={t('console.nav.petitions')} section="petitions">
      <Head title={t('console.nav.petitions')}>{view.mayOrganise && <ButtonLink href={link('/console/petitions/new')}>{t('console.new-petition')}</ButtonLink>}</Head>
      <Filter view={view} />
      {view.items.length === 0 ? <EmptyState title={t('console.petitions.none')} /> : <Lines desk={desk} view={view} />}
      <Pagination page={view.page} pages={view.pages} href={address} />
      {view.items.length > 0 && <section class="section" aria-label={t('console.chart.title', { n: view.days.length })}><DayChart days={view.days} /></section>}
    </Frame>
  );
}

function Filter({ view }: { view: PetitionsView }): JSX.Element {
  const { t, link } = usePage();
  const any = { value: '', label: t('console.filter.any') };
  const places = view.places.map(({ id, name }) => ({ value: id, label: t.place(id, name) })).sort((a, b) => a.label.localeCompare(b.label, t.locale));
  return (
    <form class="filter" method="get" action={link('/console/petitions')} aria-label={t('console.filter.title')}>
      {view.campaigns.length > 1 && (
        <Select name="campaign" label={t('console.filter.campaign')} value={view.filter.campaign} options={[any, ...view.campaigns.map((campaign) => ({ value: campaign.slug, ...labelOf(campaign, t) }))]} />
      )}
      <Select name="country" label={t('console.filter.country')} value={view.filter.country} options={[any, ...places]} />
      <Select name="status" label={t('console.filter.status')} value={view.filter.status}
        options={[any, ...(['open', 'draft', 'closed'] as const).map((status) => ({ value: status, label: t(`ui.status.${status}`) }))]} />
      <Button look="quiet">{t('console.filter.apply')}</Button>
    </form>
  );
}

export function labelOf(campaign: VisibleCampaign, t: Desk['page']['t']): { label: string; lang?: string } {
  const { text, lang } = inLanguage(campaign.title, campaign.language, t);
  return { label: text, lang: lang === t.locale ? undefined : lang };
}

function Lines({ desk, view }: { desk: Desk; view: PetitionsView }): JSX.Element {
  const { t, link } = desk.page;
  const several = view.campaigns.length > 1;
  return (
    <Table caption={t('console.petitions.caption', { n: view.total })}
      columns={[{ label: t('console.col.petition') }, { label: t('console.col.today'), figure: true }, { label: t('console.col.week'), figure: true }, { label: t('console.col.total'), figure: true }]}
      rows={view.items.map(({ line, rate }) => ({
        key: line.slug,
        cells: [
          <><a class="row-link" href={link(`/console/petitions/${line.slug}`)}>{t.place(line.jurisdictionId, line.jurisdictionName)}</a>{several && <CampaignNote view={view} line={line} />}<LineState line={line} now={desk.now} /></>,
          line.live && line.takesSignatures ? t.number(rate.today) : null,
          line.live && line.takesSignatures ? <Week rate={rate} /> : null,
          <Total line={line} />,
        ],
      }))} />
  );
}

function CampaignNote({ view, line }: { view: PetitionsView; line: PetitionLine }): JSX.Element | null {
  const { t } = usePage();
  const campaign = view.campaigns.find(({ slug }) => slug === line.campaign);
  if (!campaign) return null;
  const { label, lang } = labelOf(campaign, t);
  return <span class="row-note" lang={lang}>{label}</span>;
}

function Total({ line }: { line: PetitionLine }): JSX.Element {
  const { t } = usePage();
  if (!line.takesSignatures && line.total === 0) return <span class="soft small">{t('console.petitions.by-members')}</span>;
  if (!line.live && line.total === 0) return <span class="soft small">{t('ui.figure.none')}</span>;
  const said = line.attestedLowerBound ? t('ui.figure.lower-bound', { n: line.total }) : t.number(line.total);
  return <>{said}{line.target !== null && <span class="row-note">{t('console.petitions.of-target', { target: line.target })}</span>}</>;
}
