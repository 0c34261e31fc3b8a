import { type JSX } from 'preact';
import { type WholeCampaign } from '#libs/petitions';
import { type CampaignFramework } from '#libs/progress';
import { type Translator } from '../../i18n/index.js';
import { Button, Checkbox, Field, type FieldError, Hidden, inSentence, Notice, Select, TextArea, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { textLanguages } from '../petition-forms.js';
import { progressPath } from '../progress/matrix.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { inLanguage } from '../words.js';
import { type FormRows, type Kind, type Row } from './framework-forms.js';

export interface FrameworkView {
  campaign: WholeCampaign;
  now: CampaignFramework;
  /** Of the words that are shown. */
  language: string;
  rows: FormRows;
  /** The edition that whoever typed had before them. */
  version: string;
  errors: readonly FieldError[];
}

export const frameworkPath = (campaign: string): string => `/console/campaigns/${campaign}/framework`;

/** What countries are measured by in the rounds to come: goals, and what is asked under each. */
export function FrameworkPage({ desk, view }: { desk: Desk; view: FrameworkView }): JSX.Element {
  const { t, link } = desk.page;
  const { campaign, now, language, errors } = view;
  const path = frameworkPath(campaign.slug);
  const frozen = campaign.kind === 'record';
  return (
    <Frame desk={desk} title={t('framework.title')} section="progress" faulty={errors.length > 0} styles={['progress.css']}>
      <Head title={t('framework.title')} lede={t('framework.lede')} back={{ href: link(progressPath(campaign.slug)), label: t('progress.title') }} />
      <p class="soft">{now.framework === null ? t('framework.version.none') : t('framework.version', { version: now.framework })}</p>
      {frozen ? <Notice><p>{t('assess.frozen')}</p></Notice> : (
        <form class="filter" method="get" action={link(path)}>
          <Select name="in" label={t('workshop.wording.language')} options={textLanguages(t)} value={language} />
          <Button look="quiet">{t('console.filter.apply')}</Button>
        </form>
      )}
      {frozen ? <AsItIs view={view} /> : (
        <PostForm action={path} errors={errors}>
          <Hidden name="version" value={view.version} />
          <Hidden name="in" value={language} />
          <Part id="goals" title={t('framework.goals')} note={t('framework.goals.note')}>
            <WholeFault errors={errors} field="goals" />
            {view.rows.goal.map((row) => <GoalLine key={row.n} row={row} view={view} />)}
          </Part>
          <Part id="indicators" title={t('framework.indicators')} note={t('framework.indicators.note')}>
            <WholeFault errors={errors} field="indicators" />
            {view.rows.indicator.map((row) => <IndicatorLine key={row.n} row={row} view={view} />)}
          </Part>
          <p class="hint">{t('framework.more')}</p>
          <Button>{t('framework.save')}</Button>
        </PostForm>
      )}
    </Frame>
  );
}

function WholeFault({ errors, field }: { errors: readonly FieldError[]; field: string }): JSX.Element | null {
  const fault = messageFor(errors, field);
  return fault === undefined ? null : <p class="fault">{fault}</p>;
}

/** Goals with their indicators, to be read. */
function AsItIs({ view: { campaign, now } }: { view: FrameworkView }): JSX.Element {
  const { t } = usePage();
  const title = (words: Readonly<Record<string, string>>): string => inLanguage(words, campaign.defaultLanguage, t).text;
  return <>{now.goals.map((goal) => (
    <Part key={goal.key} id={`goal-${goal.key}`} title={title(goal.title)}>
      <ul class="lines">{now.indicators.filter((one) => one.goal === goal.key).map((one) => <li key={one.key}><div><p class="line-title">{title(one.title)}</p><p class="soft">{title(one.description)}</p></div></li>)}</ul>
    </Part>
  ))}</>;
}

const labelOf = (kind: Kind): 'framework.goal.n' | 'framework.indicator.n' => (kind === 'goal' ? 'framework.goal.n' : 'framework.indicator.n');

/** What a line says in another language, where it says nothing in this one. */
function said(view: FrameworkView, t: Translator, kind: Kind, { was, title }: Row): string | undefined {
  const words = (kind === 'goal' ? view.now.goals : view.now.indicators).find(({ key }) => key === was)?.title;
  const other = words && inLanguage(words, view.campaign.defaultLanguage, t);
  return other && other.text !== '' && other.text !== title ? inSentence(t, other) : undefined;
}

function GoalLine({ row, view }: { row: Row; view: FrameworkView }): JSX.Element {
  const { t } = usePage();
  const of = (field: string): string => `goal.${row.n}.${field}`;
  const fault = (field: string): string | undefined => messageFor(view.errors, of(field));
  return (
    <fieldset class="goal-line">
      <legend>{t('framework.goal.n', { n: row.n + 1 })}{row.was !== '' && <span class="soft small"> <bdi dir="ltr">{row.was}</bdi></span>}</legend>
      <Hidden name={of('was')} value={row.was} />
      <Field name={of('title')} label={t('framework.title.in', { language: t.language(view.language) })} hint={said(view, t, 'goal', row)} optional={row.was === ''} maxLength={600} value={row.title} error={fault('title')} />
      <Field name={of('place')} label={t('framework.place')} inputmode="numeric" ltr optional={row.was === ''} maxLength={3} value={row.place} error={fault('place')} />
      <LineEnd kind="goal" row={row} fault={fault} />
    </fieldset>
  );
}

function IndicatorLine({ row, view }: { row: Row; view: FrameworkView }): JSX.Element {
  const { t } = usePage();
  const of = (field: string): string => `indicator.${row.n}.${field}`;
  const fault = (field: string): string | undefined => messageFor(view.errors, of(field));
  const goals = view.rows.goal.map(({ n, was, title }) => {
    const known = view.now.goals.find(({ key }) => key === was);
    return { value: was === '' ? `new.${n}` : was, label: title || (known && inLanguage(known.title, view.campaign.defaultLanguage, t).text) || t('framework.goal.n', { n: n + 1 }) };
  });
  const heading = row.was === '' ? t('framework.indicator.new', { n: row.n + 1 }) : `${t('framework.indicator.n', { n: row.n + 1 })}: ${row.title === '' ? (said(view, t, 'indicator', row) ?? row.was) : inSentence(t, { text: row.title, lang: view.language })}`;
  const faulty = view.errors.some(({ field }) => field.startsWith(of('')));
  return (
    <Folded title={heading} open={faulty || row.was === '' || row.gone}>
      <div class="form">
        <Hidden name={of('was')} value={row.was} />
        <div class="pair">
          <Select name={of('goal')} label={t('framework.goal')} value={row.goal} error={fault('goal')} options={[...(row.was === '' ? [{ value: '', label: t('console.choose') }] : []), ...goals]} />
          <Field name={of('place')} label={t('framework.place')} inputmode="numeric" ltr optional={row.was === ''} maxLength={3} value={row.place} error={fault('place')} />
        </div>
        <Field name={of('title')} label={t('framework.title.in', { language: t.language(view.language) })} hint={said(view, t, 'indicator', row)} optional={row.was === ''} maxLength={600} value={row.title} error={fault('title')} />
        <TextArea name={of('description')} label={t('framework.question.in', { language: t.language(view.language) })} hint={t('framework.question.hint')} optional={row.was === ''} rows={2} maxLength={5000} value={row.description} error={fault('description')} />
        <LineEnd kind="indicator" row={row} fault={fault} />
      </div>
    </Folded>
  );
}

/** The key of a new line; of one that is there the way to take it away. */
function LineEnd({ kind, row, fault }: { kind: Kind; row: Row; fault: (field: string) => string | undefined }): JSX.Element {
  const { t } = usePage();
  const name = (field: string): string => `${kind}.${row.n}.${field}`;
  if (row.was === '') return <Field name={name('key')} label={t('framework.key')} hint={t('framework.key.hint')} ltr optional maxLength={60} value={row.key} error={fault('key')} />;
  return <Checkbox name={name('gone')} checked={row.gone}>{t('framework.gone')} <span class="visually-hidden">{t(labelOf(kind), { n: row.n + 1 })}</span></Checkbox>;
}
