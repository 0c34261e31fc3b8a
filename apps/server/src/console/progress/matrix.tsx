import { type JSX } from 'preact';
import { type Publication } from '#libs/embargo';
import { type Assessment } from '#libs/progress';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { RatingShape, RatingSymbols, RatingTag, ratingWord } from '../../site/progress/rating.js';
import { STANDINGS } from '../../site/progress/view-models.js';
import { Button, ButtonLink, Checkbox, EmptyState, Field, Notice, Select, usePage, type FieldError } from '../../ui/index.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { inLanguage } from '../words.js';
import { type Sat, type SatRound } from './assessment-desk.js';
import { CELL_STATES, cellState, StateTag } from './states.js';

type Failed = { form: 'round' | 'publish'; values: Readonly<Record<string, string>>; chosen: readonly string[]; errors: readonly FieldError[] } | null;

export interface MatrixView {
  sat: Sat;
  /** `cells`: what stands of each place and indicator, as far as they may see it, by `<jurisdiction> <indicator>`. */
  at: (SatRound & { cells: ReadonlyMap<string, Assessment>; publications: readonly Publication[] }) | null;
  campaigns: readonly { slug: string; title: Record<string, string>; defaultLanguage: string }[];
  failed: Failed;
}

export const progressPath = (campaign: string, ...steps: string[]): string => ['/console/campaigns', campaign, 'progress', ...steps].join('/');

export function roundTitle(t: Translator, { campaign, rounds }: Sat, key: string): string {
  const round = rounds.find((one) => one.key === key);
  if (!round) return key;
  const { text } = inLanguage(round.title, campaign.defaultLanguage, t);
  const period = round.period && formatEdtf(t.locale, round.period.edtf);
  return text === '' ? (period ?? key) : period && !text.includes(period) ? t('progress.round.of', { title: text, period }) : text;
}

/** Jurisdictions by indicators: how far each rating is. */
export function MatrixPage({ view }: { view: MatrixView }): JSX.Element {
  const { sat, at, failed } = view;
  const { t, link } = sat.desk.page;
  const title = inLanguage(sat.campaign.title, sat.campaign.defaultLanguage, t).text;
  return (
    <Frame desk={sat.desk} title={`${t('progress.title')} · ${title}`} section="progress" faulty={failed !== null} styles={['progress.css']}>
      <Head title={t('progress.title')} lede={title} back={{ href: link('/console'), label: t('console.nav.today') }}>
        {sat.keeps && <a class="line-link" href={link(`/console/campaigns/${sat.campaign.slug}/framework`)}>{t('framework.title')}</a>}
        {sat.keeps && <a class="line-link" href={link(`/console/campaigns/${sat.campaign.slug}/rankings`)}>{t('site.sections.rankings')}</a>}
        <a class="line-link" href={link(`/campaigns/${sat.campaign.slug}/progress`)}>{t('assess.public')}</a>
      </Head>
      {view.campaigns.length > 1 && (
        <nav class="tabs" aria-label={t('assess.campaigns')}><ul>
          {view.campaigns.map((one) => <li key={one.slug}><a href={link(progressPath(one.slug))} aria-current={one.slug === sat.campaign.slug ? 'page' : undefined}>{inLanguage(one.title, one.defaultLanguage, t).text}</a></li>)}
        </ul></nav>
      )}
      {sat.frozen && <Notice><p>{t('assess.frozen')}</p></Notice>}
      {at ? <Round at={at} failed={failed} /> : <NoRound sat={sat} />}
      {sat.keeps && sat.measured && <NewRound sat={sat} failed={failed} />}
    </Frame>
  );
}

/** Without indicators there is nothing to rate by: they come first. */
function NoRound({ sat: { campaign, keeps, measured } }: { sat: Sat }): JSX.Element {
  const { t, link } = usePage();
  if (measured || !keeps) return <EmptyState title={t('assess.none')}><p>{t(keeps ? 'assess.none.keeper' : 'assess.none.other')}</p></EmptyState>;
  return <EmptyState title={t('framework.none')}><p>{t('framework.none.keeper')}</p><p><ButtonLink href={link(`/console/campaigns/${campaign.slug}/framework`)}>{t('framework.begin')}</ButtonLink></p></EmptyState>;
}

function Round({ at, failed }: { at: NonNullable<MatrixView['at']>; failed: Failed }): JSX.Element {
  const { t, link } = usePage();
  const cells = at.round.jurisdictions.filter(at.reads).length * at.framework.goals.flatMap((goal) => goal.indicators).length;
  const written = [...at.cells.values()].map((cell) => cellState(cell));
  const counts = CELL_STATES.map((state) => ({ state, n: state === 'none' ? cells - written.length : written.filter((one) => one === state).length })).filter(({ n }) => n > 0);
  return (
    <>
      {at.rounds.length > 1 && (
        <form class="filter round-choice" method="get" action={link(progressPath(at.campaign.slug))}>
          <Select name="round" label={t('progress.choose.round')} value={at.round.key} options={at.rounds.map(({ key }) => ({ value: key, label: roundTitle(t, at, key) }))} />
          <Button look="quiet">{t('progress.choose.show')}</Button>
        </form>
      )}
      <Part id="matrix" title={roundTitle(t, at, at.round.key)} note={t('assess.matrix.note')}>
        <ul class="line-tags state-counts">{counts.map(({ state, n }) => <li key={state} class={`cell ${state}`}><StateTag state={state} /> {t.number(n)}</li>)}</ul>
        {written.length > 0 && <ul class="line-tags rating-key">{STANDINGS.map((standing) => <li key={standing}><RatingTag standing={standing} /></li>)}</ul>}
        <RatingSymbols />
        <Matrix at={at} />
      </Part>
      {at.keeps && <Publish at={at} failed={failed} />}
    </>
  );
}

/** Every cell is a link that says its place, rating and state; wide, so it scrolls beside its first column. */
function Matrix({ at }: { at: NonNullable<MatrixView['at']> }): JSX.Element {
  const { t, link } = usePage();
  const rows = at.round.jurisdictions.filter(at.reads).map((id) => {
    const place = at.places.find((one) => one.id === id);
    return { id, name: t.place(id, place ? (place.names[t.locale] ?? place.name) : id) };
  }).sort((a, b) => a.name.localeCompare(b.name, t.locale));
  const title = (words: Readonly<Record<string, string>>): string => inLanguage(words, at.campaign.defaultLanguage, t).text;
  return (
    <div class="matrix-scroll" tabIndex={0} role="region" aria-label={t('assess.matrix')}>
      <table class="table matrix">
        <caption class="visually-hidden">{t('assess.matrix')}</caption>
        <thead>
          <tr><td />{at.framework.goals.map((goal) => <th key={goal.key} scope="colgroup" colSpan={goal.indicators.length}>{title(goal.title)}</th>)}</tr>
          <tr><th scope="col">{t('site.countries.country')}</th>{at.framework.goals.flatMap((goal) => goal.indicators).map((one) => <th key={one.key} scope="col"><span class="upright">{title(one.title)}</span> {t.number(one.number)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map(({ id, name }) => (
            <tr key={id}>
              <th scope="row"><a class="row-link" href={link(progressPath(at.campaign.slug, at.round.key, id))}>{name}</a></th>
              {at.framework.goals.flatMap((goal) => goal.indicators).map((indicator) => {
                const cell = at.cells.get(`${id} ${indicator.key}`);
                const state = cellState(cell);
                const rating = cell?.rating ?? 'not-known';
                const said = t('assess.cell', { place: name, indicator: title(indicator.title), rating: state === 'none' ? t('assess.state.none') : t(ratingWord(rating)), state: t(`assess.state.${state}`) });
                return <td key={indicator.key}><a class={`cell ${state}`} href={link(progressPath(at.campaign.slug, at.round.key, id, indicator.key))} aria-label={said}>{state === 'none' ? <span class="soft" aria-hidden="true">·</span> : <RatingShape standing={rating} shared />}</a></td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whatever is approved goes public together, at the instant of its publication. */
function Publish({ at, failed }: { at: NonNullable<MatrixView['at']>; failed: Failed }): JSX.Element | null {
  const { t, link } = usePage();
  const mine = failed?.form === 'publish' ? failed : null;
  const n = [...at.cells.values()].filter(({ state }) => state === 'approved').length;
  if (n === 0 && !mine) return null;
  return (
    <Part id="publish" title={t('assess.publish')} note={t('assess.publish.note')}>
      <PostForm action={progressPath(at.campaign.slug, at.round.key, 'publish')} errors={mine?.errors}>
        <Select name="publication" label={t('assess.publication')} value={mine?.values['publication']} error={messageFor(mine?.errors ?? [], 'publication')}
          options={[{ value: '', label: t('assess.publication.new') }, ...at.publications.map((one) => ({ value: one.id, label: publicationName(t, at, one) }))]} />
        <Button>{t('assess.publish.submit', { n })}</Button>
      </PostForm>
      <p><a class="line-link" href={link(`/console/campaigns/${at.campaign.slug}/publications`)}>{t('assess.publications')}</a></p>
    </Part>
  );
}

export function publicationName(t: Translator, { campaign, desk }: Sat, publication: Publication): string {
  const title = inLanguage(publication.title, campaign.defaultLanguage, t).text;
  const zone = publication.timeZone ?? desk.person?.timeZone ?? 'UTC';
  return publication.publicAt ? t('assess.publication.at', { title, at: t.instant(new Date(publication.publicAt).toISOString(), zone) }) : t('assess.publication.open', { title });
}

function NewRound({ sat, failed }: { sat: Sat; failed: Failed }): JSX.Element {
  const { t } = usePage();
  const mine = failed?.form === 'round' ? failed : null;
  const errors = mine?.errors ?? [];
  const covered = mine ? mine.chosen : (sat.rounds[0]?.jurisdictions ?? sat.places.filter(({ state }) => state !== 'none').map(({ id }) => id));
  const countries = sat.places.filter(({ kind, id }) => kind === 'country' || covered.includes(id)).map(({ id, name, names }) => ({ id, name: t.place(id, names[t.locale] ?? name) })).sort((a, b) => a.name.localeCompare(b.name, t.locale));
  return (
    <Folded title={t('assess.round.new')} open={mine !== null}>
      <PostForm action={progressPath(sat.campaign.slug, 'rounds')} errors={errors}>
        <Field name="title" label={t('assess.round.title', { language: t.language(sat.campaign.defaultLanguage) })} required maxLength={200} value={mine?.values['title']} error={messageFor(errors, 'title')} />
        <Field name="period" label={t('assess.round.period')} hint={t('assess.round.period.hint')} required value={mine?.values['period']} error={messageFor(errors, 'period')} />
        <fieldset class="wide-ticks"><legend id="f-jurisdictions">{t('assess.round.countries')}</legend>
          {messageFor(errors, 'jurisdictions') && <p class="fault">{messageFor(errors, 'jurisdictions')}</p>}
          <div class="tick-columns">{countries.map(({ id, name }) => <Checkbox key={id} name="jurisdictions" value={id} checked={covered.includes(id)}>{name}</Checkbox>)}</div>
        </fieldset>
        <Button>{t('assess.round.submit')}</Button>
      </PostForm>
    </Folded>
  );
}
