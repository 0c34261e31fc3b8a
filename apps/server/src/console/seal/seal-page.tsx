import { type JSX } from 'preact';
import { type Handover, type Seal, type SealCorrections } from '#libs/handovers';
import { PAPER_LANGUAGES } from '#libs/publications';
import { Button, DefinitionList, EmptyState, Field, type FieldError, Hidden, Notice, Select, Timeline } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';

export interface SealView {
  handover: Handover;
  mayOrganise: boolean;
  /** Newest last. */
  seals: readonly Seal[];
  corrections: SealCorrections | null;
  /** Whether a law demands names of any petition in it. */
  names: boolean;
  failed: { cutoffDay: string; cutoffTime: string; errors: readonly FieldError[] } | null;
}

/** What is handed over, provably: asked for, looked at, published, printed. */
export function SealPage({ desk, view }: { desk: Desk; view: SealView }): JSX.Element {
  const { t, link } = desk.page;
  const { handover, seals, mayOrganise } = view;
  const standing = [...seals].reverse().find(({ state }) => state === 'sealed') ?? null;
  const newest = seals.at(-1) ?? null;
  const waiting = newest !== null && (newest.state === 'asked' || newest.state === 'copied');
  return (
    <Frame desk={desk} title={t('seal.console.title')} section="handovers" faulty={(view.failed?.errors.length ?? 0) > 0} refreshS={waiting && newest.cutoff <= desk.now ? 5 : undefined}>
      <Head title={t('seal.console.title')} lede={t('seal.console.lede')} back={{ href: link(`/console/handovers/${handover.id}`), label: t.place(handover.jurisdiction.id, handover.jurisdiction.name) }} />
      {newest && newest.state !== 'sealed' && <Notice look={newest.state === 'failed' ? 'bad' : 'plain'} live><p>{t(`seal.state.${newest.state}`)}: {t.instant(newest.cutoff.toISOString(), desk.person?.timeZone)}</p></Notice>}
      {standing ? <Standing seal={standing} view={view} desk={desk} /> : <EmptyState title={t('seal.console.none')} />}
      {mayOrganise && !waiting && (handover.status === 'planned' || handover.status === 'listed') && <AskForm desk={desk} view={view} again={standing !== null} />}
      {seals.length > 1 && (
        <Part id="earlier" title={t('seal.earlier')}>
          <Timeline items={[...seals].reverse().map((seal) => ({ key: seal.id, when: t.instant(seal.cutoff.toISOString(), desk.person?.timeZone), title: <strong>{t(`seal.state.${seal.state}`)}</strong>, body: <p class="soft">{seal.statement ? t('seal.sealed.count', { n: seal.statement.counted, instant: t.instant(seal.cutoff.toISOString(), desk.person?.timeZone) }) : ''}</p> }))} />
        </Part>
      )}
    </Frame>
  );
}

function Standing({ seal, view, desk }: { seal: Seal; view: SealView; desk: Desk }): JSX.Element {
  const { t, link } = desk.page;
  const { id } = view.handover;
  const { takenBack = 0, invalid = 0, duplicate = 0 } = view.corrections ?? {};
  return (
    <Part id="seal" title={t('seal.sealed.title')}>
      <p class="lede">{t('seal.sealed.count', { n: seal.statement?.counted ?? 0, instant: t.instant(seal.cutoff.toISOString(), desk.person?.timeZone) })}</p>
      {takenBack + invalid + duplicate > 0 && <p>{t('seal.corrections', { takenBack, invalid, duplicate })}</p>}
      <DefinitionList items={[
        { term: t('seal.root'), detail: <code class="hash" dir="ltr">{seal.root?.match(/.{1,8}/g)?.join(' ')}</code> },
        { term: t('seal.key'), detail: <code class="hash" dir="ltr">{seal.key?.fingerprint.match(/.{1,8}/g)?.join(' ')}</code> },
      ]} />
      <p>{t(seal.publishedAt ? 'seal.console.published' : 'seal.console.unpublished')} {seal.publishedAt && <a class="line-link" href={link(`/${t.locale}/handovers/${id}`)}>{t('seal.console.page')}</a>}</p>
      {!seal.publishedAt && view.mayOrganise && <PostForm compact action={`/console/handovers/${id}/seal/publish`}><Button look="quiet">{t('seal.console.publish')}</Button></PostForm>}
      <p><a class="line-link" href={link(`/console/handovers/${id}/sample`)}>{t('seal.sample.title')}</a></p>
      {view.names && view.mayOrganise && <p><a class="line-link" href={link(`/console/handovers/${id}/names`)}>{t('names.title')}</a></p>}
      <Papers id={id} desk={desk} />
    </Part>
  );
}

/** A plain GET form to each paper, in the recipient's language. */
function Papers({ id, desk }: { id: string; desk: Desk }): JSX.Element {
  const { t } = desk.page;
  const api = `/api/v1/handovers/${id}`;
  return (
    <form class="form" method="get" action={`${api}/packet.pdf`}>
      <fieldset>
        <legend>{t('seal.console.papers')}</legend>
        <Select name="language" label={t('seal.console.language')} value={t.locale} options={PAPER_LANGUAGES.map((tag) => ({ value: tag, label: t.language(tag) }))} />
        <Field name="replyBy" type="date" label={t('seal.console.reply-by')} ltr />
        <div class="actions">
          <Button look="quiet">{t('seal.packet')}</Button>
          <button class="button quiet" type="submit" formaction={`${api}/letter.pdf`}>{t('seal.letter')}</button>
          <button class="button quiet" type="submit" formaction={`${api}/certificate.pdf`}>{t('seal.certificate')}</button>
        </div>
        <p><a href={`${api}/manifest.json`}>{t('seal.manifest')}</a></p>
      </fieldset>
    </form>
  );
}

function AskForm({ desk, view, again }: { desk: Desk; view: SealView; again: boolean }): JSX.Element {
  const { t } = desk.page;
  const { failed } = view;
  return (
    <PostForm action={`/console/handovers/${view.handover.id}/seal`} errors={failed?.errors}>
      <Hidden name="zone" value={desk.person?.timeZone} />
      <Field name="cutoffDay" type="date" label={t('seal.console.cutoff')} hint={t('seal.console.cutoff.hint')} value={failed?.cutoffDay} error={messageFor(failed?.errors ?? [], 'cutoff')} ltr />
      <Field name="cutoffTime" type="time" label={t('console.book.time')} value={failed?.cutoffTime} ltr />
      <Button>{t(again ? 'seal.console.again' : 'seal.console.ask')}</Button>
    </PostForm>
  );
}
