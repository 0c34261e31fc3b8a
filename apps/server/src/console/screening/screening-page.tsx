import { type JSX } from 'preact';
import { type ChallengeState, type Clusters, type DoneDeed, MODES } from '#libs/signatures';
import { Button, EmptyState, Pagination, Select, Table } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace } from '../read/petition-page.js';
import { Part, PostForm } from '../views/frame.js';
import { PetitionFrame } from '../views/petition-frame.js';

export interface ScreeningView {
  face: PetitionFace;
  state: ChallengeState;
  clusters: Awaited<ReturnType<Clusters['list']>>;
  done: readonly DoneDeed[];
  page: number;
}

const PAGE_SIZE = 25;

/** Challenge, held signatures, what belongs together, and what was done about it. */
export function ScreeningPage({ desk, view }: { desk: Desk; view: ScreeningView }): JSX.Element {
  const { t, link } = desk.page;
  const { face, state, clusters, done, page } = view;
  const own = `/console/petitions/${face.line.slug}/screening`;
  const at = (instant: Date): string => t.instant(new Date(instant).toISOString(), desk.person?.timeZone ?? 'UTC');
  return (
    <PetitionFrame desk={desk} face={face} tab="screening">
      <p class="lede">{t('screening.lede')}</p>
      <Part id="challenge" title={t('screening.mode')} note={t('screening.mode.note')}>
        <p>{state.mode !== 'auto' ? t(`screening.state.${state.mode}`) : state.since ? t('screening.state.auto', { since: at(state.since), why: state.why ?? 'beyond' }) : t('screening.state.calm')}</p>
        <PostForm action={`${own}/mode`} compact>
          <Select name="mode" label={t('screening.mode')} value={state.mode} options={MODES.map((mode) => ({ value: mode, label: t(`screening.mode.${mode}`) }))} />
          <Button look="quiet">{t('screening.mode.save')}</Button>
        </PostForm>
      </Part>
      <Part id="held" title={t('screening.held')} note={t('screening.held.note')}>
        <p>{t('screening.held.count', { n: clusters.held })}</p>
        {clusters.held > 0 && <p><a href={link(`${own}/clusters/held.all`)}>{t('screening.held.release')}</a></p>}
      </Part>
      <Part id="clusters" title={t('screening.clusters')} note={t('screening.clusters.note')}>
        {clusters.disposableShare !== null && <p class="soft">{t('screening.disposable.share', { share: t.percent(clusters.disposableShare) })}</p>}
        {clusters.items.length === 0 ? <EmptyState title={t('screening.clusters.none')} /> : (
          <>
            <Table stacked caption={t('screening.window')}
              columns={[{ label: t('screening.kind') }, { label: t('screening.size'), figure: true }, { label: t('screening.counted'), figure: true }, { label: t('screening.pending'), figure: true }, { label: t('screening.held'), figure: true }, { label: t('screening.first') }, { label: t('screening.last') }]}
              rows={clusters.items.map((one) => ({ key: `${one.kind}.${one.key}`, cells: [
                <a class="line-link" href={link(`${own}/clusters/${one.kind}.${one.key}`)}>{t(`screening.kind.${one.kind}`)}</a>, t.number(one.n), t.number(one.counted), t.number(one.pending), t.number(one.held), at(one.first), at(one.last),
              ] }))} />
            <Pagination page={page} pages={Math.max(1, Math.ceil(clusters.total / PAGE_SIZE))} href={(n) => link(`${own}?page=${n}`)} />
          </>
        )}
      </Part>
      <Part id="done" title={t('screening.done')}>
        {done.length === 0 ? <p class="soft">{t('screening.done.none')}</p> : (
          <ul class="plain-list">{done.map((one) => (
            <li key={one.id}>
              <p>{at(one.doneAt)} · {t(`screening.kind.${one.kind}`)} · {t(`screening.done.${one.deed}`, { n: one.records })} · {t('screening.done.counted', { before: one.countedBefore, after: one.countedAfter })}</p>
              <p class="soft"><bdi>{one.reason}</bdi></p>
              {one.undoneAt ? <p class="soft">{t('screening.undone', { at: at(one.undoneAt) })}</p> : <PostForm action={`${own}/done/${one.id}/undo`} compact><Button look="quiet">{t('screening.undo')}</Button></PostForm>}
            </li>
          ))}</ul>
        )}
      </Part>
    </PetitionFrame>
  );
}
