import { type JSX } from 'preact';
import { COMMITMENT_STATUSES, type Commitment } from '#libs/handovers';
import { Button, EmptyState, Pagination, Select } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type VisibleCampaign } from '../read/scopes.js';
import { CommitmentLines } from './commitment-lines.js';
import { Frame, Head, Part } from './frame.js';
import { labelOf } from './petitions.js';

export interface CommitmentsView {
  filter: { campaign: string; status: string };
  campaigns: readonly VisibleCampaign[];
  overdue: readonly Commitment[];
  others: readonly Commitment[];
  total: number;
  page: number;
  pages: number;
}

/** What was promised to whom; what is overdue stands first. */
export function CommitmentsPage({ desk, view }: { desk: Desk; view: CommitmentsView }): JSX.Element {
  const { t, link } = desk.page;
  const any = { value: '', label: t('console.filter.any') };
  return (
    <Frame desk={desk} title={t('console.nav.commitments')} section="commitments">
      <Head title={t('console.nav.commitments')} lede={t('console.commitments.lede')} />
      <form class="filter" method="get" action={link('/console/commitments')} aria-label={t('console.filter.title')}>
        {view.campaigns.length > 1 && <Select name="campaign" label={t('console.filter.campaign')} value={view.filter.campaign} options={[any, ...view.campaigns.map((one) => ({ value: one.slug, ...labelOf(one, t) }))]} />}
        <Select name="status" label={t('console.filter.status')} value={view.filter.status}
          options={[any, { value: 'overdue', label: t('console.commitments.overdue') }, ...COMMITMENT_STATUSES.map((status) => ({ value: status, label: t(`console.commitment.status.${status}`) }))]} />
        <Button look="quiet">{t('console.filter.apply')}</Button>
      </form>
      {view.total === 0 && <EmptyState title={t('console.commitments.none')} />}
      {view.overdue.length > 0 && <Part id="overdue" title={t('console.commitments.overdue')}><CommitmentLines items={view.overdue} /></Part>}
      {view.others.length > 0 && (view.overdue.length > 0 ? <Part id="others" title={t('console.commitments.others')}><CommitmentLines items={view.others} /></Part> : <CommitmentLines items={view.others} />)}
      <Pagination page={view.page} pages={view.pages} href={(page) => link(`/console/commitments?${new URLSearchParams({ ...view.filter, page: String(page) }).toString()}`)} />
    </Frame>
  );
}
