import { type JSX } from 'preact';
import { INSTRUMENT_STATES, type InstrumentStateKind } from '#libs/progress';
import { formatEdtf } from '../../i18n/index.js';
import { Button, EmptyState, inSentence, Pagination, Select, Table, Tag, Text, UntranslatedNote, usePage, type PageContext, type TagShape, type TagTone } from '../../ui/index.js';
import { FactsDocument, Source, whenSaid } from './frame.js';
import { type EventView, type InstrumentView, type RatificationsView, type StandingView } from './view-models.js';

const LOOKS: Record<InstrumentStateKind, [TagShape, TagTone]> = {
  'in-force': ['check', 'good'], ratified: ['check', 'good'], adopted: ['check', 'good'], signed: ['half', 'pen'], pledged: ['ring', 'pen'], 'not-ratified': ['dash', 'plain'], withdrawn: ['cross', 'bad'],
};

/** Which country did what with which instrument, when, as exactly as it is known, and by which source. */
export function RatificationsPage({ page, view }: { page: PageContext; view: RatificationsView }): JSX.Element {
  const { t, link } = page;
  const { asked } = view;
  const path = link(`/campaigns/${view.campaign.slug}/ratifications`);
  return (
    <FactsDocument page={page} campaign={view.campaign} title={t('site.sections.ratifications')} here="ratifications" lede={t('facts.ratifications.lede')}>
      <Narrow view={view} path={path} />
      <p class="soft found" role="status">{t('facts.ratifications.found', { n: view.total })}</p>
      <UntranslatedNote texts={view.instruments.map(({ name }) => name)} />
      {view.instruments.length === 0 && <EmptyState title={t('facts.ratifications.none')} />}
      {view.instruments.map((instrument) => <Instrument key={instrument.key} instrument={instrument} />)}
      <Pagination page={view.page} pages={view.pages} href={(n) => address(path, { ...asked, page: String(n) })} />
      <p class="soft small prose">{t('facts.ratifications.rules')}</p>
    </FactsDocument>
  );
}

const address = (path: string, query: Readonly<Record<string, string>>): string => {
  const asked = Object.entries(query).filter(([, value]) => value !== '').map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return asked.length > 0 ? `${path}?${asked.join('&')}` : path;
};

function Narrow({ view: { choices, asked }, path }: { view: RatificationsView; path: string }): JSX.Element {
  const { t } = usePage();
  const all = { value: '', label: t('facts.filter.all') };
  return (
    <form class="form narrow" method="get" action={path}>
      <Select name="instrument" label={t('facts.instrument')} value={asked.instrument} options={[all, ...choices.instruments.map(({ value, label }) => ({ value, label: label.text, lang: label.lang === t.locale ? undefined : label.lang }))]} />
      <div class="pair">
        <Select name="country" label={t('site.countries.country')} value={asked.country} options={[all, ...choices.places.map(({ id, name }) => ({ value: id, label: name }))]} />
        <Select name="state" label={t('facts.state')} value={asked.state} options={[all, ...INSTRUMENT_STATES.map((state) => ({ value: state, label: t(`facts.state.${state}`) }))]} />
      </div>
      <Button look="quiet">{t('facts.filter.show')}</Button>
    </form>
  );
}

function Instrument({ instrument: { key, name, type, whole, rows } }: { instrument: InstrumentView }): JSX.Element {
  const { t } = usePage();
  return (
    <section class="section" aria-labelledby={`instrument-${key}`}>
      <h2 id={`instrument-${key}`}><Text value={name} /></h2>
      <p class="soft">{t.maybe(`facts.type.${type}`) ?? type}</p>
      {whole.length > 0 && <Events events={whole} label={t('facts.whole')} />}
      {rows.length > 0 && (
        <Table stacked captionHidden caption={t('facts.ratifications.caption', { instrument: inSentence(t, name) })}
          columns={[{ label: t('site.countries.country') }, { label: t('facts.state') }, { label: t('facts.when') }, { label: t('facts.known') }]}
          rows={rows.map((row) => ({ key: row.place.id, cells: [row.place.name, <State key="s" row={row} />, <When key="w" row={row} />, <Events key="e" events={row.events} />] }))} />
      )}
    </section>
  );
}

function State({ row: { state, reserved, contradiction } }: { row: StandingView }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <InstrumentTag state={state} />
      {reserved && <span class="row-note">{t('facts.reserved')}</span>}
      {contradiction && <span class="row-note"><Tag shape="triangle" tone="warn">{t('facts.contradiction')}</Tag></span>}
    </>
  );
}

export function InstrumentTag({ state }: { state: InstrumentStateKind }): JSX.Element {
  const [shape, tone] = LOOKS[state];
  return <Tag shape={shape} tone={tone}>{usePage().t(`facts.state.${state}`)}</Tag>;
}

function When({ row: { state, when, notBefore } }: { row: StandingView }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      {whenSaid(t, state, when)}
      {notBefore && <span class="row-note">{t('facts.when.not-before', { date: formatEdtf(t.locale, notBefore, 'phrase') })}</span>}
    </>
  );
}

/** Everything that is known, with where it is from. */
function Events({ events, label }: { events: readonly EventView[]; label?: string }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      {label && <h3>{label}</h3>}
      <ul>
        {events.map((event) => (
          <li key={event.id}>
            {t('facts.event.when', { event: t(`facts.event.${event.event}`), when: whenSaid(t, event.event, event.when) })}
            <span class="row-note"><Source source={event.source} /></span>
            {event.note && <span class="row-note"><Text value={event.note} /></span>}
          </li>
        ))}
      </ul>
    </>
  );
}
