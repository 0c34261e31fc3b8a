import { type JSX } from 'preact';
import { type QuarantinedRecord } from '#libs/signatures';
import { Button, Checkbox, EmptyState, Hidden, Pagination, Select, Table, TextArea, usePage, type FieldError } from '../../../ui/index.js';
import { type CollectingCampaign } from '../../../api/stores/store-lists.js';
import { type Desk } from '../../desk.js';
import { Frame, Head, messageFor, Part, PostForm, useDesk } from '../../views/frame.js';
import { labelOf } from '../../views/petitions.js';
import { momentOf } from '../words.js';
import { storePath } from './store-frame.js';
import { StoresTabs } from './stores.js';

export interface QuarantineView {
  campaigns: readonly CollectingCampaign[];
  campaign: string;
  records: readonly QuarantinedRecord[];
  page: number;
  pages: number;
  total: number;
  failed: { chosen: readonly string[]; reason: string; errors: readonly FieldError[] } | null;
}

export function QuarantinePage({ desk, view }: { desk: Desk; view: QuarantineView }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={t('stores.part.quarantine')} section="stores" faulty={view.failed !== null}>
      <Head title={t('console.nav.stores')} />
      <StoresTabs tab="quarantine" mayJudge />
      {view.campaigns.length > 1 && (
        <form class="filter" method="get" action={link('/console/stores/quarantine')} aria-label={t('console.filter.title')}>
          <Select name="campaign" label={t('console.filter.campaign')} value={view.campaign} options={view.campaigns.map((campaign) => ({ value: campaign.slug, ...labelOf(campaign, t) }))} />
          <Button look="quiet">{t('console.filter.apply')}</Button>
        </form>
      )}
      <Part id="quarantine" title={t('stores.quarantine.title')} note={t('stores.quarantine.note')}>
        {view.records.length === 0 ? <EmptyState title={t('stores.quarantine.none')} /> : <Judge view={view} />}
        <Pagination page={view.page} pages={view.pages} href={(page) => link(`/console/stores/quarantine?${new URLSearchParams({ campaign: view.campaign, page: String(page) }).toString()}`)} />
      </Part>
    </Frame>
  );
}

function Judge({ view }: { view: QuarantineView }): JSX.Element {
  const { t } = usePage();
  const errors = view.failed?.errors ?? [];
  return (
    <PostForm action={`/console/stores/quarantine?campaign=${view.campaign}`} errors={errors}>
      <Hidden name="page" value={String(view.page)} />
      <Records view={view} />
      <div class="columns even judge">
        <div class="form">
          <h3>{t('stores.quarantine.release')}</h3>
          <p class="soft">{t('stores.quarantine.release.consequence')}</p>
          <Button name="deed" value="release">{t('stores.quarantine.release.submit')}</Button>
        </div>
        <div class="form">
          <h3>{t('stores.quarantine.discard')}</h3>
          <p class="soft">{t('stores.quarantine.discard.consequence')}</p>
          <TextArea name="reason" label={t('console.move.reason')} rows={2} maxLength={500} value={view.failed?.reason} error={messageFor(errors, 'reason')} />
          <Button look="danger" name="deed" value="discard">{t('stores.quarantine.discard.submit')}</Button>
        </div>
      </div>
    </PostForm>
  );
}

function Records({ view }: { view: QuarantineView }): JSX.Element {
  const { t, link } = usePage();
  const { person } = useDesk();
  const zone = person?.timeZone ?? 'UTC';
  const moment = (at: Date): string => momentOf(t, at, zone);
  return (
    <Table caption={t('stores.quarantine.count', { n: view.total })} columns={[{ label: t('stores.quarantine.record') }, { label: t('stores.quarantine.from') }]}
      rows={view.records.map((record) => ({
        key: record.id,
        cells: [
          <Checkbox name="record" value={record.id} checked={view.failed?.chosen.includes(record.id)}>
            {reasonOf(t, record.code)}<span class="row-note">{t('stores.quarantine.times', { signed: moment(new Date(record.signedAt)), received: moment(record.at) })}</span>
          </Checkbox>,
          <>{record.store ? <><a class="row-link" href={link(storePath(record.store.id))}><bdi>{record.store.name}</bdi></a><span class="row-note"><bdi>{record.device}</bdi></span></> : <span class="soft">{t('stores.quarantine.no-tablet')}</span>}<span class="row-note" dir="ltr">{record.petition}</span></>,
        ],
      }))} />
  );
}

/** A code that has no sentence yet is shown as it is: organisers can ask for it. */
const reasonOf = (t: Desk['page']['t'], code: string): string => t.maybe(`stores.quarantine.code.${code}`) ?? t('stores.quarantine.code', { code });
