import { type JSX } from 'preact';
import { ANSWERS_DAYS, FEWEST_ASKED, type Handover, NONCE_LENGTH, type Sample, SAMPLE_OUTCOMES, type SampleDraw } from '#libs/handovers';
import { type Translator } from '../../i18n/index.js';
import { sampleSentences } from '../../reading/sample-words.js';
import { Button, DefinitionList, EmptyState, Field, type FieldError, Hidden, Notice, Select } from '../../ui/index.js';
import { type Desk, withParameter } from '../desk.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';

export interface SampleView {
  handover: Handover;
  mayOrganise: boolean;
  /** How many of the chosen one could be asked by mail. */
  askable: number;
  /** How many are sealed by the seal that stands; null: none stands. */
  sealed: number | null;
  /** Newest first. */
  samples: readonly Sample[];
  chosen: Sample | null;
  /** Of the chosen one, for organisers. */
  draws: readonly SampleDraw[];
  /** Position after which the next page begins, or null. */
  next: number | null;
  after: number;
  failed: { form: 'draw' | 'outcomes'; typed: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

/** A sample of what was sealed: drawn by the recipient's word, checked with them, told to everybody. */
export function SamplePage({ desk, view }: { desk: Desk; view: SampleView }): JSX.Element {
  const { t, link } = desk.page;
  const { handover, chosen, samples } = view;
  const own = samplePath(handover.id);
  return (
    <Frame desk={desk} title={t('seal.sample.title')} section="handovers" faulty={(view.failed?.errors.length ?? 0) > 0}>
      <Head title={t('seal.sample.title')} lede={t('seal.sample.lede')} back={{ href: link(`/console/handovers/${handover.id}/seal`), label: t('seal.console.title') }} />
      {chosen && <Result sample={chosen} view={view} desk={desk} />}
      {chosen && view.askable >= FEWEST_ASKED && <AskByMail sample={chosen} view={view} desk={desk} />}
      {chosen && view.draws.length > 0 && <Drawn sample={chosen} view={view} desk={desk} />}
      {!chosen && <EmptyState title={t(view.sealed === null ? 'seal.sample.no-seal' : 'seal.sample.none')} />}
      {view.mayOrganise && view.sealed !== null && view.sealed > 0 && <DrawForm view={view} desk={desk} sealed={view.sealed} />}
      {samples.length > 1 && (
        <Part id="others" title={t('seal.sample.all')}>
          <ul class="lines">{samples.map((sample) => <li key={sample.id}><a class="line-link" href={link(withParameter(own, 'sample', sample.id))}>{t('seal.sample.number', { number: sample.number, seal: sample.sealNumber })}</a><p class="soft">{sampleSentences(t, sample)[0]}</p></li>)}</ul>
        </Part>
      )}
    </Frame>
  );
}

export const samplePath = (handoverId: string): string => `/console/handovers/${handoverId}/sample`;

function Result({ sample, view, desk }: { sample: Sample; view: SampleView; desk: Desk }): JSX.Element {
  const { t } = desk.page;
  const own = `${samplePath(view.handover.id)}/${sample.id}`;
  const [first, ...others] = sampleSentences(t, sample);
  return (
    <Part id="result" title={t('seal.sample.number', { number: sample.number, seal: sample.sealNumber })}>
      <p class="lede">{first}</p>
      {others.map((sentence) => <p key={sentence}>{sentence}</p>)}
      <DefinitionList items={[
        { term: t('seal.sample.nonce'), detail: <bdi>{sample.nonce}</bdi> },
        { term: t('seal.root'), detail: <code class="hash" dir="ltr">{sample.root.match(/.{1,8}/g)?.join(' ')}</code> },
        { term: t('seal.sample.drawn-on'), detail: t.instant(sample.drawnAt.toISOString(), desk.person?.timeZone) },
        { term: t('seal.sample.open'), detail: t.number(sample.drawn - sample.valid - sample.invalid - sample.notReached) },
      ]} />
      {sample.byMail && sample.byMail.no > 0 && <p class="soft">{t('seal.sample.mail.no')}</p>}
      {sample.publishedAt && <Notice look="good"><p>{t('seal.sample.published')}</p></Notice>}
      {view.mayOrganise && (
        <div class="actions">
          <a class="button quiet" href={`/api/v1/handovers/${view.handover.id}/samples/${sample.id}/draws.csv`}>{t('seal.sample.csv')}</a>
          {sample.complete && !sample.publishedAt && <PostForm compact action={`${own}/publish`}><Button look="quiet">{t('seal.sample.publish')}</Button></PostForm>}
        </div>
      )}
    </Part>
  );
}

/** Those who signed online have no sheet to look at: they are asked themselves. */
function AskByMail({ sample, view, desk }: { sample: Sample; view: SampleView; desk: Desk }): JSX.Element {
  const { t } = desk.page;
  return (
    <Part id="ask" title={t('seal.sample.mail.title')} note={t('seal.sample.mail.note', { days: ANSWERS_DAYS })}>
      <PostForm compact action={`${samplePath(view.handover.id)}/${sample.id}/questions`}><Button look="quiet">{t('seal.sample.mail.ask', { n: view.askable })}</Button></PostForm>
    </Part>
  );
}

/** Some at a time, each with what helps to find its original. */
function Drawn({ sample, view, desk }: { sample: Sample; view: SampleView; desk: Desk }): JSX.Element {
  const { t, link } = desk.page;
  const own = samplePath(view.handover.id);
  const failed = view.failed?.form === 'outcomes' ? view.failed : null;
  const next = view.next === null ? null : withParameter(withParameter(own, 'sample', sample.id), 'after', String(view.next));
  const fields = (draw: SampleDraw): JSX.Element => {
    const [outcome, note] = [`outcome-${draw.position}`, `note-${draw.position}`];
    return (
      <div class="pair">
        <Select name={outcome} label={t('seal.sample.outcome', { n: draw.position })} value={failed?.typed[outcome] ?? draw.outcome ?? ''} error={messageFor(failed?.errors ?? [], outcome)}
          options={[{ value: '', label: t('seal.sample.outcome.open') }, ...SAMPLE_OUTCOMES.map((one) => ({ value: one, label: t(`seal.sample.outcome.${one}`) }))]} />
        <Field name={note} label={t('seal.sample.note', { n: draw.position })} optional maxLength={200} autocomplete="off" value={failed?.typed[note] ?? draw.note ?? ''} error={messageFor(failed?.errors ?? [], note)} />
      </div>
    );
  };
  const facts = (draw: SampleDraw): JSX.Element => (
    <div><p class="line-title">{t('seal.sample.entry', { n: draw.position, index: draw.index })}</p><p class="soft">{factsOf(t, draw)}</p><p class="small soft"><code class="hash" dir="ltr">{draw.leaf.slice(0, 16)}…</code></p></div>
  );
  if (sample.publishedAt) {
    return <Part id="drawn" title={t('seal.sample.drawn')}><ul class="lines">{view.draws.map((draw) => <li key={draw.position}>{facts(draw)}<p>{draw.outcome && t(`seal.sample.outcome.${draw.outcome}`)}{draw.note && <> · <bdi>{draw.note}</bdi></>}</p></li>)}</ul>{next && <p><a class="line-link" href={link(next)}>{t('seal.sample.next')}</a></p>}</Part>;
  }
  return (
    <Part id="drawn" title={t('seal.sample.drawn')} note={t('seal.sample.drawn.note')}>
      <PostForm action={`${own}/${sample.id}/outcomes`} errors={failed?.errors}>
        <Hidden name="after" value={String(view.after)} />
        <ul class="lines">{view.draws.map((draw) => <li key={draw.position}>{facts(draw)}{draw.byMail ? null : fields(draw)}</li>)}</ul>
        <div class="form-end"><Button>{t('seal.sample.save')}</Button>{next && <a class="line-link" href={link(next)}>{t('seal.sample.next')}</a>}</div>
      </PostForm>
    </Part>
  );
}

function factsOf(t: Translator, draw: SampleDraw): string {
  return [
    draw.country && t.place(draw.country), draw.channel && t.maybe(`seal.channel.${draw.channel}`), draw.petition,
    draw.language && draw.textVersion !== null && t('seal.sample.text', { language: t.language(draw.language), version: draw.textVersion }),
    draw.store, draw.sheet && t('seal.sample.sheet', { sheet: draw.sheet, line: draw.line ?? 0 }), draw.since && t(`seal.sample.since.${draw.since}`), draw.byMail && t('seal.sample.mail.asked'),
  ].filter(Boolean).join(' · ');
}

function DrawForm({ view, desk, sealed }: { view: SampleView; desk: Desk; sealed: number }): JSX.Element {
  const { t } = desk.page;
  const failed = view.failed?.form === 'draw' ? view.failed : null;
  return (
    <Part id="draw" title={t('seal.sample.draw')} note={t('seal.sample.draw.note')}>
      <PostForm action={samplePath(view.handover.id)} errors={failed?.errors}>
        <Field name="nonce" label={t('seal.sample.nonce')} hint={t('seal.sample.nonce.hint')} value={failed?.typed['nonce']} maxLength={NONCE_LENGTH.max} autocomplete="off" required error={messageFor(failed?.errors ?? [], 'nonce')} />
        <Field name="count" label={t('seal.sample.count')} hint={t('seal.sample.count.hint', { n: sealed })} inputmode="numeric" value={failed?.typed['count'] ?? String(Math.min(400, sealed))} autocomplete="off" required ltr error={messageFor(failed?.errors ?? [], 'count')} />
        <Button>{t('seal.sample.draw')}</Button>
      </PostForm>
    </Part>
  );
}
