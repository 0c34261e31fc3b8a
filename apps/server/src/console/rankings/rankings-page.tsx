import { type JSX } from 'preact';
import { type Publication } from '#libs/embargo';
import { type WholeCampaign, type Words } from '#libs/petitions';
import { type CardRound, type RankingMethod } from '#libs/progress';
import { titleOf } from '../../embargo/instant-words.js';
import { Ranks, type RankingView } from '../../site/facts/index.js';
import { Button, ButtonLink, EmptyState, Field, type FieldError, Hidden, Notice, Pagination, Select, Text, TextArea, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { progressPath } from '../progress/matrix.js';
import { PublicationTag, publicationPath, WordsFields } from '../publications/publications-page.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { inLanguage } from '../words.js';

/** A form with what was typed in it; `errors` where it was refused. */
interface Typed { values: Readonly<Record<string, string>>; errors: readonly FieldError[] }

export interface RankingsConsoleView {
  campaign: WholeCampaign;
  /** Goals with their indicators, as the campaign has them now. */
  goals: readonly { key: string; title: Words; indicators: readonly { key: string; title: Words }[] }[];
  /** The latest version of each. */
  methods: readonly RankingMethod[];
  /** Newest period first. */
  rounds: readonly CardRound[];
  /** Those into which something can still be put. */
  publications: readonly Publication[];
  /** Newest period first; each with the publication in which it goes public. */
  rankings: readonly { ranking: RankingView; publication: Publication | null }[];
  page: number;
  pages: number;
  /** A table that was only looked at: kept nowhere. */
  looked: RankingView | null;
  rank: Typed | null;
  /** `next`: key of the method whose next version is written; null for a new one. */
  method: Typed & { next: string | null };
  /** Whether the form of a method was asked for or refused. */
  writing: boolean;
}

export const rankingsPath = (campaign: string, ...steps: string[]): string => ['/console/campaigns', campaign, 'rankings', ...steps].join('/');

/** What was ranked, the form that ranks the cards of a round, and the methods. */
export function RankingsConsolePage({ desk, view }: { desk: Desk; view: RankingsConsoleView }): JSX.Element {
  const { t, link } = desk.page;
  const { campaign } = view;
  const frozen = campaign.kind === 'record';
  return (
    <Frame desk={desk} title={t('site.sections.rankings')} section="progress" faulty={(view.rank?.errors.length ?? 0) + view.method.errors.length > 0}>
      <Head title={t('site.sections.rankings')} lede={t('facts.ranking.lede')} back={{ href: link(progressPath(campaign.slug)), label: t('progress.title') }}>
        <a class="button quiet" href={`/${t.locale}/campaigns/${campaign.slug}/rankings`}>{t('facts.console.public')}</a>
      </Head>
      {frozen && <Notice><p>{t('assess.frozen')}</p></Notice>}
      <Part id="rankings" title={t('facts.ranking.list')}>
        {view.rankings.length === 0 && <EmptyState title={t('facts.rankings.none')} />}
        <ul class="lines">{view.rankings.map((one) => <One key={one.ranking.key} one={one} />)}</ul>
        <Pagination page={view.page} pages={view.pages} href={(n) => link(`${rankingsPath(campaign.slug)}?page=${n}`)} />
      </Part>
      {!frozen && <RankForm view={view} />}
      {!frozen && <Methods view={view} />}
    </Frame>
  );
}

const years = ({ period: { from, to } }: RankingView, t: Desk['page']['t']): string => (from === to ? String(from) : t('ui.date.range', { from: String(from), to: String(to) }));

function One({ one: { ranking, publication } }: { one: RankingsConsoleView['rankings'][number] }): JSX.Element {
  const { t, link } = usePage();
  return (
    <li>
      <div>
        <p class="line-title"><Text value={ranking.title} /> <span class="soft">{years(ranking, t)}</span></p>
        {ranking.method && <p class="soft">{t('facts.method.title', { title: ranking.method.title.text, version: ranking.method.version })}</p>}
        <p class="soft">{publication ? <><PublicationTag state={publication.state} /> <a href={link(publicationPath(publication))}><Text value={titleOf(publication, t)} /></a></> : t(ranking.publicAt ? 'facts.ranking.imported' : 'facts.ranking.inside')}</p>
        {ranking.rows === null ? <p class="soft">{t('facts.rankings.missing')}</p> : (
          <details class="disclosure"><summary>{t('facts.rankings.caption')} <span class="visually-hidden">{ranking.title.text}</span></summary><Ranks ranking={ranking} rows={ranking.rows} under="h3" /></details>
        )}
      </div>
    </li>
  );
}

function RankForm({ view }: { view: RankingsConsoleView }): JSX.Element {
  const { t, link } = usePage();
  const { campaign, methods, rounds, publications, looked } = view;
  const { values, errors } = view.rank ?? { values: {}, errors: [] };
  const title = (words: Words): string => inLanguage(words, campaign.defaultLanguage, t).text;
  if (rounds.length === 0 || methods.length === 0) return <Notice><p>{t(rounds.length === 0 ? 'facts.ranking.no-round' : 'facts.ranking.no-method')} <a href={rounds.length === 0 ? link(progressPath(campaign.slug)) : '#method'}>{t(rounds.length === 0 ? 'progress.title' : 'facts.ranking.method.new')}</a></p></Notice>;
  return (
    <Part id="rank" title={t('facts.ranking.new')} note={t('facts.ranking.new.note')}>
      <PostForm action={rankingsPath(campaign.slug)} errors={errors}>
        <div class="pair">
          <Select name="round" label={t('progress.choose.round')} required value={values['round'] ?? rounds[0]?.key} options={rounds.map((round) => ({ value: round.key, label: title(round.title) || round.key }))} error={messageFor(errors, 'round')} />
          <Select name="by" label={t('facts.ranking.method')} required value={values['by'] ?? ''} error={messageFor(errors, 'by')}
            options={methods.map((method) => ({ value: `${method.key}@${method.version}`, label: t('facts.ranking.method.version', { title: title(method.title), version: method.version }) }))} />
        </div>
        <WordsFields field="name" label={t('facts.ranking.title')} campaign={campaign} values={values} errors={errors} />
        <Select name="publication" label={t('assess.publication')} value={values['publication'] ?? ''} error={messageFor(errors, 'publication')}
          options={[{ value: '', label: t('assess.publication.new') }, ...publications.map((one) => ({ value: one.id, label: one.publicAt ? t('assess.publication.at', { title: titleOf(one, t).text, at: t.instant(one.publicAt.toISOString(), one.timeZone ?? 'UTC') }) : t('assess.publication.open', { title: titleOf(one, t).text }) }))]} />
        {looked?.rows && (
          <section class="sheet" aria-labelledby="looked">
            <h3 id="looked">{t('facts.ranking.looked')}</h3>
            <Ranks ranking={looked} rows={looked.rows} under="h4" />
          </section>
        )}
        <div class="actions">
          <Button name="then" value="look" look={looked ? 'quiet' : 'primary'}>{t(looked ? 'facts.ranking.look.again' : 'facts.ranking.look')}</Button>
          <Button name="then" value="publish" look={looked ? 'primary' : 'quiet'}>{t('facts.ranking.publish')}</Button>
        </div>
      </PostForm>
    </Part>
  );
}

function Methods({ view }: { view: RankingsConsoleView }): JSX.Element {
  const { t, link } = usePage();
  const { campaign, methods, method, writing } = view;
  const title = (words: Words) => inLanguage(words, campaign.defaultLanguage, t);
  const next = methods.find(({ key }) => key === method.next);
  return (
    <Part id="methods" title={t('facts.ranking.methods')} note={t('facts.ranking.methods.note')}>
      <ul class="lines">{methods.map(({ key, version, title: words, description, rules, publishedAt }) => (
        <li key={key}>
          <div>
            <p class="line-title">{t('facts.ranking.method.version', { title: title(words).text, version })}</p>
            <Text as="p" class="soft" value={title(description)} />
            <p class="soft">{t('facts.method.points.text', rules.points)} · {t('facts.method.minimum.text', { n: rules.minimumKnown })}</p>
            <p class="soft small">{t.instant(publishedAt.toISOString(), 'UTC')}</p>
          </div>
          <ButtonLink look="quiet" href={link(`${rankingsPath(campaign.slug)}?method=${key}#method`)}>{t('facts.ranking.method.next')} <span class="visually-hidden">{title(words).text}</span></ButtonLink>
        </li>
      ))}</ul>
      <div id="method">
        <Folded title={next ? t('facts.ranking.method.next.of', { title: title(next.title).text, version: next.version + 1 }) : t('facts.ranking.method.new')} open={writing || methods.length === 0}>
          <MethodFields view={view} next={next?.key ?? null} />
        </Folded>
      </div>
    </Part>
  );
}

function MethodFields({ view: { campaign, goals, method: { values, errors } }, next }: { view: RankingsConsoleView; next: string | null }): JSX.Element {
  const { t } = usePage();
  const number = (name: string, label: string, otherwise = '', lang?: string): JSX.Element => <Field key={name} name={name} label={label} labelLang={lang === t.locale ? undefined : lang} inputmode="numeric" maxLength={4} ltr required value={values[name] ?? otherwise} error={messageFor(errors, name)} />;
  const silence = (['left-out', 'lowest'] as const).map((value) => ({ value, label: t(`facts.method.treat.${value}`) }));
  const words = (of: Words) => inLanguage(of, campaign.defaultLanguage, t);
  return (
    <PostForm action={rankingsPath(campaign.slug, 'methods')} errors={errors}>
      <Hidden name="method" value={next} />
      <WordsFields field="title" label={t('facts.ranking.method.title')} campaign={campaign} values={values} errors={errors} />
      <WordsFields field="description" label={t('facts.ranking.method.description')} campaign={campaign} values={values} errors={errors} long={(props) => <TextArea {...props} rows={3} maxLength={2000} />} />
      <fieldset class="figures"><legend>{t('facts.method.points')}</legend>
        <div class="figure-fields">{(['green', 'yellow', 'red'] as const).map((rating) => number(`points.${rating}`, t(`progress.rating.${rating}`)))}</div>
      </fieldset>
      {goals.map((goal) => (
        <fieldset key={goal.key} class="figures"><legend>{t('facts.method.weights')}: <Text value={words(goal.title)} /></legend>
          <p class="hint">{t('facts.ranking.weights.hint')}</p>
          <div class="figure-fields">
            {number(`goals.${goal.key}`, t('facts.ranking.weight.goal'), '1')}
            {goal.indicators.map(({ key, title }) => number(`indicators.${key}`, words(title).text, '1', words(title).lang))}
          </div>
        </fieldset>
      ))}
      <div class="pair">
        <Select name="notKnown" label={t('facts.method.not-known')} value={values['notKnown']} options={silence} />
        <Select name="notAssessed" label={t('facts.method.not-assessed')} value={values['notAssessed']} options={silence} />
      </div>
      <Field name="minimumKnown" label={t('facts.ranking.minimum')} hint={t('facts.ranking.minimum.hint')} inputmode="numeric" maxLength={3} ltr required value={values['minimumKnown']} error={messageFor(errors, 'minimumKnown')} />
      <Button>{t('facts.ranking.method.publish')}</Button>
    </PostForm>
  );
}
