import { type JSX } from 'preact';
import { type CallToAction } from '#libs/calls-to-action';
import { fieldOf, fieldsOf, wordDiff, type FieldDiff, type FieldState, type KeptText, type Review, type TextParts } from '#libs/petitions';
import { Button, Checkbox, Field, languageOf, Prose, Select, Tag, TextArea, usePage, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type PetitionFace } from '../read/petition-page.js';
import { messageFor, Part, PostForm } from '../views/frame.js';
import { PetitionFrame, petitionPath } from '../views/petition-frame.js';
import { ChangeName, SendBack, textPath } from './overview.js';
import { Diff, fieldName, Written } from './words.js';

export interface EditorView {
  face: PetitionFace;
  language: string;
  /** The text as it stands; null: none yet. */
  own: KeptText | null;
  /** What it is made from; null: this is the petition's own language. */
  source: KeptText | null;
  fields: readonly FieldState[];
  calls: readonly CallToAction[];
  values: Readonly<Record<string, string>> | null;
  errors: readonly FieldError[];
}

/** Form fields by a text's: a call's key has no colon in a form. */
export const formName = (field: string): string => field.replace('call:', 'call.');

/** One language; of a translation its source on the other side, field by field. */
export function EditorPage({ desk, view }: { desk: Desk; view: EditorView }): JSX.Element {
  const { t } = desk.page;
  const { face, language, source } = view;
  const open = face.line.status === 'open';
  const empty: TextParts = { title: '', demand: '', notice: '', calls: [] };
  const shape: TextParts = { ...(source ?? view.own ?? empty), calls: view.calls.map(({ key }) => ({ key, text: fieldOf(source ?? view.own ?? empty, `call:${key}`) })) };
  return (
    <PetitionFrame desk={desk} face={face} tab="texts" faulty={view.errors.length > 0}>
      <Part id="edit" title={t('workshop.edit.in', { language: t.language(language) })} note={t('workshop.marks')}>
        <PostForm action={textPath(face.line.slug, language)} errors={view.errors}>
          <input type="hidden" name="base" value={String(view.own?.version ?? 0)} />
          {fieldsOf(shape).map(([field]) => <Side key={field} view={view} field={field} />)}
          {open && <ChangeChoice view={view} />}
          <Button>{t('workshop.save')}</Button>
        </PostForm>
      </Part>
    </PetitionFrame>
  );
}

function Side({ view, field }: { view: EditorView; field: string }): JSX.Element {
  const { t } = usePage();
  const { source, own, values, errors } = view;
  const state = view.fields.find((one) => one.field === field);
  const name = formName(field);
  const value = values?.[name] ?? (own ? fieldOf(own, field) : '');
  const label = fieldName(t, field, view.calls);
  const input = field === 'title'
    ? <Field name={name} label={label} required maxLength={200} value={value} error={messageFor(errors, name)} />
    : <TextArea name={name} label={label} required={field === 'demand'} rows={field.startsWith('call:') ? 3 : 8} maxLength={field.startsWith('call:') ? 2_000 : 10_000} value={value} error={messageFor(errors, name)} />;
  if (!source) return input;
  const text = fieldOf(source, field);
  return (
    <div class="sides">
      <div class="side-source">
        <p class="soft small">{t('workshop.source.text', { language: t.language(source.language) })}</p>
        <p class="pre" {...languageOf(t, source.language)}>{text}</p>
        {state?.state === 'out-of-date' && state.then !== null && (
          <details class="disclosure" open><summary>{t('workshop.source.then', { language: t.language(source.language) })}</summary><Diff pieces={wordDiff(state.then, text, source.language)} language={source.language} /></details>
        )}
      </div>
      <div>
        {input}
        {state?.state === 'missing' && <Tag shape="ring" tone="warn">{t('workshop.state.missing', { n: 1 })}</Tag>}
        {state?.state === 'out-of-date' && <><Tag shape="half" tone="warn">{t('workshop.state.outdated', { n: 1 })}</Tag><Checkbox name="confirmed" value={field}>{t('workshop.confirm')}</Checkbox></>}
      </div>
    </div>
  );
}

function ChangeChoice({ view }: { view: EditorView }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <Select name="change" label={t('workshop.change')} hint={t('workshop.change.review')} value={view.values?.['change'] ?? 'meaning'}
        options={(['correction', 'meaning'] as const).map((one) => ({ value: one, label: t(`workshop.change.${one}`) }))} error={messageFor(view.errors, 'change')} />
    </>
  );
}

export interface VersionsView { face: PetitionFace; language: string; versions: readonly KeptText[]; from: KeptText | null; to: KeptText | null; fields: readonly FieldDiff[]; calls: readonly CallToAction[] }

/** Every wording there was, and what became of it between any two. */
export function VersionsPage({ desk, view }: { desk: Desk; view: VersionsView }): JSX.Element {
  const { t, link } = desk.page;
  const { face, language, versions, from, to } = view;
  const options = versions.map(({ version }) => ({ value: String(version), label: t('workshop.version.of', { version }) }));
  return (
    <PetitionFrame desk={desk} face={face} tab="texts">
      <Part id="versions" title={t('workshop.versions.in', { language: t.language(language) })}>
        {versions.length > 1 && (
          <form class="filter" method="get" action={link(textPath(face.line.slug, language, '/versions'))}>
            <Select name="from" label={t('workshop.compare.from')} options={options} value={String(from?.version ?? '')} />
            <Select name="to" label={t('workshop.compare.to')} options={options} value={String(to?.version ?? '')} />
            <Button look="quiet">{t('workshop.compare')}</Button>
          </form>
        )}
        {from && to && from !== to && (
          <div class="stack"><h3>{t('workshop.compare.title', { from: from.version, to: to.version })}</h3><Differences fields={view.fields} language={language} calls={view.calls} /></div>
        )}
      </Part>
      {versions.map((text) => (
        <article key={text.version} class="text-version section">
          <h3>{t('workshop.version.of', { version: text.version })}</h3>
          <p class="soft small"><Written text={text} /> · {t(`workshop.version.${text.change}`)}</p>
          <details class="disclosure"><summary {...languageOf(t, language)}>{text.title}</summary>
            <div {...languageOf(t, language)}><Prose value={{ text: text.demand, lang: language }} />{text.calls.length > 0 && <ol>{text.calls.map(({ key, text: call }) => <li key={key}>{call}</li>)}</ol>}{text.notice && <p class="pre soft small">{text.notice}</p>}</div>
          </details>
        </article>
      ))}
    </PetitionFrame>
  );
}

function Differences({ fields, language, calls }: { fields: readonly FieldDiff[]; language: string; calls: readonly CallToAction[] }): JSX.Element {
  const { t } = usePage();
  const changed = fields.filter(({ pieces }) => pieces.some(({ kind }) => kind !== 'same'));
  if (changed.length === 0) return <p class="soft">{t('workshop.compare.same')}</p>;
  return <dl class="definitions">{changed.map(({ field, pieces }) => <div key={field}><dt>{fieldName(t, field, calls)}</dt><dd><Diff pieces={pieces} language={language} /></dd></div>)}</dl>;
}

export interface ChangeView { face: PetitionFace; userId: string; review: Review; fields: readonly FieldDiff[]; calls: readonly CallToAction[]; failed: { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null }

/** A change of meaning that waits: what it changes, and the second person's word on it. */
export function ChangePage({ desk, view }: { desk: Desk; view: ChangeView }): JSX.Element {
  const { t } = desk.page;
  const { face, review } = view;
  const base = `${petitionPath(face.line.slug)}/reviews/${review.id}`;
  return (
    <PetitionFrame desk={desk} face={face} tab="texts" faulty={view.failed !== null}>
      <Part id="change" title={t('workshop.review.changes')} note={<ChangeName change={review} />}>
        <Differences fields={view.fields} language={review.language ?? ''} calls={view.calls} />
        {review.state === 'asked' && face.mayOrganise && (
          <div class="stack">
            {view.failed?.errors.filter(({ field }) => field === 'form').map(({ message }) => <p key={message} class="fault">{message}</p>)}
            {review.askedBy === view.userId ? <p class="soft">{t('workshop.review.own')}</p> : <PostForm action={`${base}/approve`} compact><Button>{t('workshop.review.publish')}</Button></PostForm>}
            <SendBack action={`${base}/send-back`} calls={view.calls} failed={view.failed} />
          </div>
        )}
      </Part>
    </PetitionFrame>
  );
}
