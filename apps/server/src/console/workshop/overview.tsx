import { type JSX } from 'preact';
import { type CallToAction } from '#libs/calls-to-action';
import { type LanguageStanding, type Review, type ReviewStanding } from '#libs/petitions';
import { Button, ButtonLink, EmptyState, languageOf, Select, Table, Tag, TextArea, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { textLanguages } from '../petition-forms.js';
import { type PetitionFace } from '../read/petition-page.js';
import { messageFor, Part, PostForm, useDesk } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { PetitionFrame, petitionPath } from '../views/petition-frame.js';
import { dayOf, inLanguage } from '../words.js';
import { NamesSummary } from '../names/summary.js';
import { fieldName } from './words.js';

export interface OverviewView {
  face: PetitionFace;
  /** Who looks at it. */
  userId: string;
  mayTranslate: boolean;
  languages: readonly LanguageStanding[];
  calls: readonly CallToAction[];
  reviews: ReviewStanding;
  /** Of a remark that could not be sent. */
  failed: { review: string; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

export const textPath = (slug: string, language: string, more = ''): string => `${petitionPath(slug, 'texts')}/${language}${more}`;

/** Which language misses what, who looked at it, and the calls. */
export function OverviewPage({ desk, view }: { desk: Desk; view: OverviewView }): JSX.Element {
  const { t, link } = desk.page;
  const { face } = view;
  const shared = face.petition.sharedFrom !== null;
  const draft = face.line.status === 'draft';
  return (
    <PetitionFrame desk={desk} face={face} tab="texts" faulty={view.failed !== null}>
      <Part id="languages" title={t('workshop.languages')} note={shared ? t('console.texts.shared') : t('workshop.languages.note')}>
        {view.languages.length === 0 ? <EmptyState title={t('console.texts.none')} /> : <Languages view={view} writable={!shared && view.mayTranslate && face.line.live} />}
        {!shared && view.mayTranslate && face.line.live && <AddLanguage view={view} />}
      </Part>
      {face.line.live && !shared && (draft || view.reviews.changes.length > 0) && <Reviewed view={view} />}
      <Part id="calls" title={t('console.calls.title')}>
        <Calls view={view} />
        {!shared && face.mayOrganise && draft && <p><ButtonLink look="quiet" href={link(`${petitionPath(face.line.slug)}/calls`)}>{t('workshop.calls.edit')}</ButtonLink></p>}
      </Part>
    </PetitionFrame>
  );
}

function Languages({ view, writable }: { view: OverviewView; writable: boolean }): JSX.Element {
  const { t, link } = usePage();
  const { slug } = view.face.line;
  return (
    <Table stacked caption={t('workshop.languages')} captionHidden columns={[{ label: t('workshop.col.language') }, { label: t('workshop.col.version'), figure: true }, { label: t('workshop.col.state') }, { label: t('workshop.col.deeds') }]}
      rows={view.languages.map((one) => {
        const language = t.language(one.language);
        const name = <>{language}<span class="row-note" {...languageOf(t, one.language)}>{one.current.title}</span></>;
        return {
          key: one.language,
          cells: [
            name, t.number(one.current.version), <State one={one} />,
            <span class="actions">
              {writable && (view.face.mayOrganise || !one.source) && <a class="line-link" href={link(textPath(slug, one.language))} aria-label={t('workshop.edit.in', { language })}>{t('workshop.edit')}</a>}
              <a class="line-link" href={link(textPath(slug, one.language, '/versions'))} aria-label={t('workshop.versions.in', { language })}>{t('workshop.versions')}</a>
              <a class="line-link" href={link(`${petitionPath(slug)}/preview/${one.language}`)}>{t('workshop.preview.open', { language })}</a>
            </span>,
          ],
        };
      })} />
  );
}

function State({ one }: { one: LanguageStanding }): JSX.Element {
  const { t } = usePage();
  if (one.source) return <Tag shape="dot" tone="pen">{t('workshop.state.source')}</Tag>;
  if (one.missing === 0 && one.outOfDate === 0) return <Tag shape="check" tone="good">{t('workshop.state.complete')}</Tag>;
  return (
    <>
      {one.missing > 0 && <Tag shape="ring" tone="warn">{t('workshop.state.missing', { n: one.missing })}</Tag>}
      {one.outOfDate > 0 && <Tag shape="half" tone="warn">{t('workshop.state.outdated', { n: one.outOfDate })}</Tag>}
    </>
  );
}

function AddLanguage({ view }: { view: OverviewView }): JSX.Element {
  const { t, link } = usePage();
  const there = new Set(view.languages.map(({ language }) => language));
  return (
    <form class="filter" method="get" action={link(`${petitionPath(view.face.line.slug)}/translate`)}>
      <Select name="language" label={t('workshop.add-language')} options={textLanguages(t).filter(({ value }) => !there.has(value))} />
      <Button look="quiet">{t('workshop.add-language.submit')}</Button>
    </form>
  );
}

function Calls({ view }: { view: OverviewView }): JSX.Element {
  const { t } = usePage();
  if (view.calls.length === 0) return <EmptyState title={t('console.calls.none')} />;
  return (
    <ol class="calls">
      {view.calls.map((call, n) => {
        const { text, lang } = inLanguage(call.texts, view.face.petition.defaultLanguage, t);
        return (
          <li key={call.key}>
            <span class="call-number">{t.number(n + 1)}</span>
            <div><p class="call-text" {...languageOf(t, lang)}>{text}</p>{call.target && <p class="soft small">{t('console.calls.target')} <bdi>{call.targets[t.locale] ?? call.target}</bdi></p>}</div>
          </li>
        );
      })}
    </ol>
  );
}

/** What a second person said, and what can be done about it. */
function Reviewed({ view }: { view: OverviewView }): JSX.Element {
  const { t, link } = usePage();
  const { face, reviews } = view;
  const { slug, status } = face.line;
  return (
    <Part id="review" title={t('workshop.review')}>
      {status === 'draft' && <Opening view={view} />}
      {reviews.changes.length > 0 && (
        <>
          <h3>{t('workshop.review.changes')}</h3>
          <ul class="lines">{reviews.changes.map((change) => <li key={change.id}><a class="row-link" href={link(`${petitionPath(slug)}/reviews/${change.id}`)}><ChangeName change={change} /></a></li>)}</ul>
        </>
      )}
    </Part>
  );
}

export function ChangeName({ change }: { change: Review }): JSX.Element {
  const { t } = usePage();
  const { person } = useDesk();
  return <>{t('workshop.review.change', { language: t.language(change.language ?? ''), name: change.asker ?? '', date: dayOf(t, new Date(change.askedAt), person?.timeZone ?? 'UTC') })}</>;
}

function Opening({ view }: { view: OverviewView }): JSX.Element {
  const { t } = usePage();
  const { person } = useDesk();
  const { reviews, face } = view;
  const { opening } = reviews;
  const day = (at: Date | null): string => (at ? dayOf(t, new Date(at), person?.timeZone ?? 'UTC') : '');
  const said = !opening ? t('workshop.review.none')
    : opening.state === 'asked' ? t('workshop.review.asked', { name: opening.asker ?? '', date: day(opening.askedAt) })
    : opening.state === 'withdrawn' ? t('workshop.review.withdrawn') : t(`workshop.review.${opening.state}`, { name: opening.decider ?? '', date: day(opening.decidedAt) });
  const own = reviews.lastEditors.includes(view.userId);
  const base = `${petitionPath(face.line.slug)}/reviews`;
  return (
    <div class="stack">
      <p>{said}</p>
      {face.petition.names && <><h3>{t('names.demand.title')}</h3><NamesSummary of={face.petition.names} language={face.petition.defaultLanguage} /></>}
      {face.missing.some(({ field }) => field === 'review.secondPerson') && <p class="soft">{t('workshop.review.alone')}</p>}
      {opening && opening.remarks.length > 0 && <dl class="definitions">{opening.remarks.map(({ field, text }, n) => <div key={n}><dt>{field === 'all' ? t('workshop.review.all') : fieldName(t, field, view.calls)}</dt><dd class="pre"><bdi>{text}</bdi></dd></div>)}</dl>}
      {opening?.state !== 'asked' && !reviews.approved && view.mayTranslate && <PostForm action={base} compact><Button look="quiet">{t('workshop.review.ask')}</Button></PostForm>}
      {opening?.state === 'asked' && face.mayOrganise && (own ? <p class="soft">{t('workshop.review.own')}</p> : (
        <PostForm action={`${base}/${opening.id}/approve`} compact><input type="hidden" name="seen" value={reviews.seen} /><Button>{t('workshop.review.approve')}</Button></PostForm>
      ))}
      {opening?.state === 'asked' && face.mayOrganise && <SendBack action={`${base}/${opening.id}/send-back`} calls={view.calls} failed={view.failed} />}
    </div>
  );
}

export function SendBack({ action, calls, failed }: { action: string; calls: readonly { key: string }[]; failed: { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null }): JSX.Element {
  const { t } = usePage();
  const errors = failed?.errors ?? [];
  const fields = ['all', 'title', 'demand', 'notice', ...calls.map(({ key }) => `call:${key}`)];
  return (
    <Folded title={t('workshop.review.back')} open={failed !== null}>
      <PostForm action={action} errors={errors}>
        <Select name="field" label={t('workshop.review.field')} value={failed?.values['field']} options={fields.map((field) => ({ value: field, label: field === 'all' ? t('workshop.review.all') : fieldName(t, field, calls) }))} />
        <TextArea name="remark" label={t('workshop.review.remark')} required rows={4} maxLength={2000} value={failed?.values['remark']} error={messageFor(errors, 'remark')} />
        <Button look="quiet">{t('workshop.review.back')}</Button>
      </PostForm>
    </Folded>
  );
}
