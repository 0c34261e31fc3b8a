import { Fragment, type JSX } from 'preact';
import { formatEdtf } from '../../i18n/index.js';
import { apart, EmptyState, languageOf, Notice, Prose, Text, Timeline, UntranslatedNote, usePage, type PageContext } from '../../ui/index.js';
import { CardChooser, roundName } from './chooser.js';
import { ProgressDocument } from './frame.js';
import { Legend, NgoStar, RatingTag } from './rating.js';
import { type CardView, type IndicatorView, type NoCardView, type ReplyView, type SourceView } from './view-models.js';

/** The progress card of one country: every indicator with its rating, why, from which sources, by whom. Printed, it is one page. */
export function CardPage({ page, view }: { page: PageContext; view: CardView }): JSX.Element {
  const { t, link } = page;
  const place = t.place(view.place.id, view.place.name);
  const earlier = view.rounds[view.rounds.findIndex(({ id }) => id === view.round.id) + 1];
  const texts = [view.note, ...view.goals.flatMap(({ title, indicators }) => [title, ...indicators.flatMap((one) => [one.title, one.reasons])])];
  return (
    <ProgressDocument page={page} campaign={view.campaign} title={t('progress.card.title', { place })} description={t('progress.card.description', { place })} fictional={view.fictional}
      up={{ href: `/campaigns/${view.campaign.slug}/progress`, label: t('progress.all-cards') }}
      lede={<>{roundName(t, view.round)}{view.on !== null && <> · {t('progress.card.as-on', { date: formatEdtf(t.locale, view.on) })}</>}</>}>
      <div class="progress-card">
        {view.note && <Notice><Text as="p" value={view.note} /></Notice>}
        <UntranslatedNote texts={texts} />
        <Legend legend={view.legend} />
        <div class={view.goals.every(({ indicators }) => indicators.length === 4) ? 'card-goals aligned' : 'card-goals'}>
          {view.goals.map((goal) => (
            <section key={goal.key} class="card-goal" aria-labelledby={`goal-${goal.key}`}>
              <h2 id={`goal-${goal.key}`}><span class="goal-number">{t.number(goal.number)}</span> <Text value={goal.title} /></h2>
              {goal.indicators.map((indicator) => <Indicator key={indicator.key} indicator={indicator} />)}
            </section>
          ))}
        </div>
        <p class="print-only small">{t('progress.card.print')} <bdi>{view.campaign.canonicalUrl}</bdi></p>
      </div>
      <CardChooser action={view.href} rounds={view.rounds} round={view.round.id} on={view.on} />
      <p class="actions card-ways no-print">
        {earlier && <a class="way" href={link(`${view.href}/compare?from=${encodeURIComponent(earlier.id)}&to=${encodeURIComponent(view.round.id)}`)}>{t('progress.compare.with', { round: roundName(t, earlier) })}</a>}
        {view.petitionHref && <a class="way" href={link(view.petitionHref)}>{t('progress.card.petition')}</a>}
      </p>
      <Replies replies={view.replies} />
      <Versions view={view} />
      {view.sources.length > 0 && (
        <section class="section no-print" aria-labelledby="sources"><h2 id="sources">{t('progress.sources.card')}</h2><Sources sources={view.sources} /></section>
      )}
    </ProgressDocument>
  );
}

function Indicator({ indicator }: { indicator: IndicatorView }): JSX.Element {
  const { t } = usePage();
  return (
    <section class={`indicator ${indicator.standing}`} aria-labelledby={`i-${indicator.number}`} id={indicator.key}>
      <p class="indicator-rating"><RatingTag standing={indicator.standing} />{indicator.star && <NgoStar />}</p>
      <h3 id={`i-${indicator.number}`}><span class="soft">{t.number(indicator.number)}</span> <Text value={indicator.title} /></h3>
      {indicator.reasons ? <div class="reasons"><Prose value={indicator.reasons} /></div> : <p class="reasons soft">{t(indicator.standing === 'not-known' ? 'progress.reasons.not-known' : 'progress.reasons.none')}</p>}
      <p class="assessed soft small"><Assessed indicator={indicator} /></p>
      {(indicator.sources.length > 0 || indicator.description) && (
        <details class="disclosure no-print">
          <summary>{indicator.sources.length > 0 ? t('progress.sources', { n: indicator.sources.length }) : t('progress.about')} <span class="visually-hidden"><Text value={indicator.title} /></span></summary>
          {indicator.description && <p class="small soft"><Text value={indicator.description} /></p>}
          <Sources sources={indicator.sources} />
        </details>
      )}
    </section>
  );
}

function Assessed({ indicator: { assessor, reviewer, checkedIn, assessedOn } }: { indicator: IndicatorView }): JSX.Element {
  const { t } = usePage();
  const said = [
    assessor && t('progress.assessor', { name: apart(assessor) }), reviewer && t('progress.reviewer', { name: apart(reviewer) }), checkedIn && t('progress.checked', { name: apart(checkedIn) }), assessedOn && formatEdtf(t.locale, assessedOn),
  ].filter((part) => part !== null && part !== '');
  return <>{said.map((part, n) => <Fragment key={n}>{n > 0 && ' · '}<bdi>{part}</bdi></Fragment>)}</>;
}

export function Sources({ sources }: { sources: readonly SourceView[] }): JSX.Element | null {
  if (sources.length === 0) return null;
  return (
    <ul class="bullets small sources">
      {sources.map((source, n) => <li key={n}>{source.href ? <a href={source.href} rel="nofollow noopener"><Text value={source.text} /></a> : <Text value={source.text} />}</li>)}
    </ul>
  );
}

function Replies({ replies }: { replies: readonly ReplyView[] }): JSX.Element {
  const { t } = usePage();
  return (
    <section class="section no-print" aria-labelledby="replies">
      <h2 id="replies">{t('progress.replies')}</h2>
      {replies.length === 0 ? <p class="soft">{t('progress.replies.none')}</p> : replies.map((reply) => (
        <article key={reply.id} class="handover">
          <h3>{reply.indicator ? <Text value={reply.indicator} /> : t('progress.replies.whole')}</h3>
          <p class="soft small"><bdi><Text value={reply.by} /></bdi> · <bdi>{formatEdtf(t.locale, reply.on)}</bdi></p>
          <blockquote><Text as="p" value={reply.text} /></blockquote>
          {reply.original && <details class="disclosure"><summary>{t('promises.original')}</summary><p class="prose" {...languageOf(t, reply.original.lang)}>{reply.original.text}</p></details>}
        </article>
      ))}
    </section>
  );
}

function Versions({ view }: { view: CardView }): JSX.Element | null {
  const { t, link } = usePage();
  if (view.versions.length === 0) return null;
  return (
    <section class="section no-print" aria-labelledby="versions">
      <h2 id="versions">{t('progress.versions')}</h2>
      <p class="soft">{t('progress.versions.note')}</p>
      <Timeline items={view.versions.map((version) => ({
        key: version.key, when: version.since === null ? t('progress.versions.undated') : t('progress.versions.since', { date: formatEdtf(t.locale, version.since) }),
        title: <p><a class="line-link" href={link(version.href)}>{roundName(t, version.round)}</a>{version.changed !== null && <span class="soft"> · {t('progress.versions.changed', { n: version.changed })}</span>}</p>,
      }))} />
    </section>
  );
}

/** There is a place, and no card of it: of that day, of that round, or at all. */
export function NoCardPage({ page, view }: { page: PageContext; view: NoCardView }): JSX.Element {
  const { t } = page;
  const place = t.place(view.place.id, view.place.name);
  const why = view.on !== null ? t('progress.none.on', { place, date: formatEdtf(t.locale, view.on, 'phrase') }) : view.round ? t('progress.none.round', { place, round: roundName(t, view.round) }) : t('progress.none.card', { place });
  return (
    <ProgressDocument page={page} campaign={view.campaign} title={t('progress.card.title', { place })} description={why} fictional={false} up={{ href: `/campaigns/${view.campaign.slug}/progress`, label: t('progress.all-cards') }}>
      <EmptyState title={why}><p>{t(view.campaign.kind === 'record' ? 'progress.none.record' : 'progress.none.live')}</p></EmptyState>
      {view.rounds.length > 0 && <CardChooser action={view.href} rounds={view.rounds} round={null} on={view.on} />}
    </ProgressDocument>
  );
}
