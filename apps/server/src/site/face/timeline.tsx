import { type JSX } from 'preact';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { EmptyState, Pagination, Text, Timeline, UntranslatedNote, usePage, type PageContext } from '../../ui/index.js';
import { Places } from './country.js';
import { FaceDocument, Filter, withQuery } from './frame.js';
import { timelinePage, type TimelineQuestion } from './timeline-rules.js';
import { type TimelineEventView, type TimelineView } from './view-models.js';

/** What happened, year by year, as exactly as it is known. */
export function TimelinePage({ page, view, question }: { page: PageContext; view: TimelineView; question: TimelineQuestion }): JSX.Element {
  const { t, link } = page;
  const path = link(`/campaigns/${view.campaign.slug}/timeline`);
  const { years, kinds, places, pages, page: at, total } = timelinePage(view.events, question);
  const names = new Map(view.events.flatMap((event) => event.places.map((place) => [place.id, t.place(place.id, place.name)])));
  const address = (change: Partial<Record<'kind' | 'place', string | null>>): string => withQuery(path, { kind: question.kind, country: question.place, ...('kind' in change ? { kind: change.kind } : {}), ...('place' in change ? { country: change.place } : {}) });
  const shown = years.flatMap(({ events }) => events);
  return (
    <FaceDocument page={page} campaign={view.campaign} title={t('site.sections.timeline')} here="timeline" lede={t('face.timeline.lede')} description={t('face.timeline.lede')}>
      <div class="filters">
        <Filter label={t('face.timeline.kind')} choices={[
          { key: '', label: t('face.filter.all'), href: address({ kind: null }), current: question.kind === null },
          ...kinds.map(({ key, n }) => ({ key, label: kindName(t, key), href: address({ kind: key }), current: question.kind === key, count: n })),
        ]} />
        <Filter folded label={t('site.countries.country')} choices={[
          { key: '', label: t('face.filter.all'), href: address({ place: null }), current: question.place === null },
          ...places.map(({ key, n }) => ({ key, label: names.get(key) ?? key, href: address({ place: key }), current: question.place === key, count: n })).sort((a, b) => a.label.localeCompare(b.label, t.locale)),
        ]} />
      </div>
      <p class="soft" role="status">{t('face.timeline.found', { n: total })}</p>
      <UntranslatedNote texts={shown.flatMap(({ title, note }) => [title, note])} />
      {years.length === 0 && <EmptyState title={t('face.timeline.none')} />}
      {years.map(({ year, events }) => (
        <section key={year ?? 'none'} class="section year" aria-labelledby={`year-${year ?? 'none'}`}>
          <h2 id={`year-${year ?? 'none'}`}>{year ?? t('ui.date.unknown')}</h2>
          <Timeline items={events.map((event) => ({ key: event.key, when: formatEdtf(t.locale, event.date), title: <Title event={event} />, body: <Body event={event} /> }))} />
        </section>
      ))}
      <Pagination page={at} pages={pages} href={(n) => withQuery(path, { kind: question.kind, country: question.place, page: n })} />
    </FaceDocument>
  );
}

/** A kind that the catalogue does not know is shown as its source names it. */
const kindName = (t: Translator, kind: string): string => t.maybe(`face.event.${kind}`) ?? kind;

function Title({ event }: { event: TimelineEventView }): JSX.Element {
  const { t, link } = usePage();
  return (
    <>
      <p class="event-kind">{kindName(t, event.kind)}{event.places.length > 0 && event.places.length <= 6 && <> · <Places places={event.places} /></>}{event.places.length > 6 && <> · {t('face.map.countries', { n: event.places.length })}</>}</p>
      <p class="event-title">{event.href ? <a href={link(event.href)}><Text value={event.title} /></a> : <Text value={event.title} />}</p>
    </>
  );
}

function Body({ event: { note, source } }: { event: TimelineEventView }): JSX.Element {
  return <>{note && <p class="soft small"><Text value={note} /></p>}{source && <p class="soft small"><cite><Text value={source} /></cite></p>}</>;
}
