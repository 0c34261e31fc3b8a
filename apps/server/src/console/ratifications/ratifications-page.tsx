import { type JSX } from 'preact';
import { edtfOf, type FulfilmentProposal, INSTRUMENT_EVENTS, type InstrumentEvent } from '#libs/progress';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { whenSaid } from '../../site/facts/frame.js';
import { Button, DefinitionList, EmptyState, Field, Hidden, Notice, Pagination, Select, Tag, TextArea, usePage, type FieldError } from '../../ui/index.js';
import { edtfFrom } from '../date-words.js';
import { type Desk } from '../desk.js';
import { Frame, Head, messageFor, Part, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';

export interface RatificationsConsoleView {
  campaign: { slug: string; title: string; language: string };
  /** Other campaigns whose inside one may read. */
  others: readonly { slug: string; title: string }[];
  instruments: readonly { key: string; name: string }[];
  /** Where one may write. `whole`: also of treaties as a whole. */
  places: readonly { id: string; name: string }[];
  whole: boolean;
  /** Ids of the places where one may write; null: everywhere. */
  organises: readonly string[] | null;
  proposals: readonly FulfilmentProposal[];
  /** What stands, and of the places where one may read the inside also what was corrected or taken back. */
  events: readonly InstrumentEvent[];
  /** What the form is to correct; null: it writes down something new. */
  correcting: InstrumentEvent | null;
  page: number;
  pages: number;
  names: ReadonlyMap<string, string>;
  /** `form`: `record`, or the id of the event, or of event and promise, whose form was refused. */
  failed: { form: string; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

export const ratificationsPath = (slug: string): string => `/console/campaigns/${slug}/ratifications`;
export const instrumentsPath = (slug: string): string => `/console/campaigns/${slug}/instruments`;

/** What proposes to fulfil a promise, a form for what happened, and what is written down. */
export function RatificationsConsolePage({ desk, view }: { desk: Desk; view: RatificationsConsoleView }): JSX.Element {
  const { t, link } = desk.page;
  const { campaign } = view;
  return (
    <Frame desk={desk} title={t('facts.console.title')} section="ratifications" faulty={view.failed !== null}>
      <Head title={t('facts.console.title')} back={{ href: link('/console/commitments'), label: t('console.nav.commitments') }} lede={t('facts.console.lede')}>
        {view.whole && <a class="button quiet" href={link(instrumentsPath(campaign.slug))}>{t('instruments.title')}</a>}
        <a class="button quiet" href={`/${t.locale}/campaigns/${campaign.slug}/ratifications`}>{t('facts.console.public')}</a>
      </Head>
      {view.others.length > 0 && (
        <nav class="tabs" aria-label={t('assess.campaigns')}><ul>
          {[campaign, ...view.others].map(({ slug, title }) => <li key={slug}><a href={link(ratificationsPath(slug))} aria-current={slug === campaign.slug ? 'page' : undefined}>{title}</a></li>)}
        </ul></nav>
      )}
      <Part id="proposals" title={t('facts.console.proposals')}>
        {view.proposals.length === 0 && <EmptyState title={t('facts.console.proposals.none')} />}
        {view.proposals.map((proposal) => <Proposal key={`${proposal.event.id}-${proposal.commitment.id}`} proposal={proposal} view={view} />)}
      </Part>
      {(view.whole || view.places.length > 0) && <RecordForm view={view} />}
      <Part id="events" title={t('facts.console.events')}>
        {view.events.length === 0 && <EmptyState title={t('facts.console.events.none')} />}
        <ul class="lines">{view.events.map((event) => <Line key={event.id} event={event} view={view} />)}</ul>
        <Pagination page={view.page} pages={view.pages} href={(n) => link(`${ratificationsPath(campaign.slug)}?page=${n}`)} />
      </Part>
    </Frame>
  );
}

const organised = ({ organises }: RatificationsConsoleView, place: string | null): boolean => organises === null || (place !== null && organises.includes(place));

function refused(view: RatificationsConsoleView, form: string): { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } {
  return view.failed?.form === form ? view.failed : { values: {}, errors: [] };
}

function said(t: Translator, event: InstrumentEvent): string {
  return t('facts.event.when', { event: t(`facts.event.${event.event}`), when: whenSaid(t, event.event, edtfOf(event.date)) });
}

/** A link where it is one. */
function Evidence({ text }: { text: string }): JSX.Element {
  return /^https?:\/\//.test(text) ? <a class="breakable" href={text} rel="noopener noreferrer nofollow"><bdi>{text}</bdi></a> : <bdi>{text}</bdi>;
}

function Proposal({ proposal: { event, reserved, instrument, jurisdiction, commitment }, view }: { proposal: FulfilmentProposal; view: RatificationsConsoleView }): JSX.Element {
  const { t } = usePage();
  const form = `${event.id}-${commitment.id}`;
  const { values, errors } = refused(view, form);
  const action = `${ratificationsPath(view.campaign.slug)}/${event.id}/proposals/${commitment.id}`;
  const text = commitment.words[t.locale] ?? commitment.text;
  return (
    <section class="sheet form-sheet" aria-label={t('facts.console.proposal', { place: view.names.get(jurisdiction.id) ?? jurisdiction.name, instrument: instrument.names[t.locale] ?? instrument.name })}>
      <h3>{t('facts.console.proposal', { place: view.names.get(jurisdiction.id) ?? jurisdiction.name, instrument: instrument.names[t.locale] ?? instrument.name })}</h3>
      <DefinitionList items={[
        { term: t('facts.console.happened'), detail: <>{said(t, event)}{reserved && <span class="row-note"><Tag shape="triangle" tone="warn">{t('ratifications.reserved')}</Tag></span>}{event.evidence && <span class="row-note"><Evidence text={event.evidence} /></span>}{event.note && <span class="row-note"><bdi>{event.note}</bdi></span>}</> },
        { term: t('facts.console.promised'), detail: <bdi lang={commitment.words[t.locale] ? undefined : (commitment.language ?? undefined)}>{text}</bdi> },
      ]} />
      {organised(view, event.jurisdiction) && (
        <>
          <PostForm action={`${action}/accept`} compact><Button>{t('facts.console.accept')}</Button></PostForm>
          <Folded title={t('facts.console.decline')} open={errors.length > 0}>
            <PostForm action={`${action}/decline`} errors={errors}>
              <Field name="reason" label={t('facts.console.reason')} required maxLength={1000} value={values['reason']} error={messageFor(errors, 'reason')} />
              <Button look="quiet">{t('facts.console.decline.submit')}</Button>
            </PostForm>
          </Folded>
        </>
      )}
    </section>
  );
}

/** The form of what was written down before, as a person would type it. */
function typedOf(t: Translator, { instrument, jurisdiction, event, date, evidence, note }: InstrumentEvent): Readonly<Record<string, string>> {
  const inWords = (edtf: string | null): string => {
    const words = edtf === null ? '' : formatEdtf(t.locale, edtf);
    return edtf === null || edtfFrom(words, t.locale) === edtf ? words : edtf;
  };
  return { instrument, jurisdiction: jurisdiction ?? '', event, date: inWords(date.edtf), since: inWords(date.since), until: inWords(date.until), evidence: evidence ?? '', note: note ?? '' };
}

function RecordForm({ view }: { view: RatificationsConsoleView }): JSX.Element {
  const { t, link } = usePage();
  const { correcting, campaign } = view;
  const typed = refused(view, 'record');
  const { errors } = typed;
  const values = errors.length === 0 && correcting ? typedOf(t, correcting) : typed.values;
  const choose = { value: '', label: t('console.choose') };
  if (view.instruments.length === 0) {
    return <Notice><p>{t('facts.console.no-instruments')}</p>{view.whole && <p><a class="line-link" href={link(instrumentsPath(campaign.slug))}>{t('instruments.begin')}</a></p>}</Notice>;
  }
  return (
    <div id="record">
      <Folded title={t(correcting ? 'ratifications.correct.title' : 'facts.console.record')} open={errors.length > 0 || correcting !== null}>
        <PostForm action={ratificationsPath(campaign.slug)} errors={errors}>
          {correcting ? <Corrected event={correcting} view={view} /> : (
            <Select name="instrument" label={t('facts.instrument')} required value={values['instrument'] ?? ''} options={[choose, ...view.instruments.map(({ key, name }) => ({ value: key, label: name }))]} error={messageFor(errors, 'instrument')} />
          )}
          <div class="pair">
            {!correcting && (
              <Select name="jurisdiction" label={t('site.countries.country')} value={values['jurisdiction'] ?? ''} error={messageFor(errors, 'jurisdiction')}
                options={[view.whole ? { value: '', label: t('facts.console.country.whole') } : choose, ...view.places.map(({ id, name }) => ({ value: id, label: name }))]} />
            )}
            <Select name="event" label={t('facts.console.event')} value={values['event'] ?? 'ratified'} options={INSTRUMENT_EVENTS.map((event) => ({ value: event, label: t(`facts.event.${event}`) }))} error={messageFor(errors, 'event')} />
          </div>
          <Field name="date" label={t('facts.console.date')} hint={t('facts.console.date.hint')} optional value={values['date']} error={messageFor(errors, 'date')} />
          <div class="pair">
            <Field name="since" label={t('facts.console.since')} optional value={values['since']} error={messageFor(errors, 'since')} />
            <Field name="until" label={t('facts.console.until')} optional value={values['until']} error={messageFor(errors, 'until')} />
          </div>
          <p class="hint">{t('facts.console.until.hint')}</p>
          <Field name="evidence" label={t('facts.console.evidence')} hint={t('facts.console.evidence.hint')} required maxLength={2000} value={values['evidence']} error={messageFor(errors, 'evidence')} />
          <TextArea name="note" label={t('facts.console.note')} optional rows={3} maxLength={2000} value={values['note']} error={messageFor(errors, 'note')} />
          <div class="actions">
            <Button>{t(correcting ? 'ratifications.correct.submit' : 'facts.console.submit')}</Button>
            {correcting && <a class="line-link" href={link(ratificationsPath(campaign.slug))}>{t('ratifications.correct.leave')}</a>}
          </div>
        </PostForm>
      </Folded>
    </div>
  );
}

/** What a correction is of: its place and instrument stay. */
function Corrected({ event, view }: { event: InstrumentEvent; view: RatificationsConsoleView }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      <Hidden name="replaces" value={event.id} />
      <Hidden name="instrument" value={event.instrument} />
      <Hidden name="jurisdiction" value={event.jurisdiction} />
      <p><strong>{t('facts.console.proposal', named(t, view, event))}</strong><br />{said(t, event)}</p>
      <p class="hint">{t('ratifications.correct.note')}</p>
    </>
  );
}

function named(t: Translator, view: RatificationsConsoleView, event: InstrumentEvent): { place: string; instrument: string } {
  return {
    place: event.jurisdiction === null ? t('facts.whole') : (view.names.get(event.jurisdiction) ?? event.jurisdiction),
    instrument: view.instruments.find(({ key }) => key === event.instrument)?.name ?? event.instrument,
  };
}

function Line({ event, view }: { event: InstrumentEvent; view: RatificationsConsoleView }): JSX.Element {
  const { t, link } = usePage();
  const { values, errors } = refused(view, event.id);
  const { place, instrument } = named(t, view, event);
  const here = view.events.some(({ id }) => id === event.replaces);
  return (
    <li id={`event-${event.id}`}>
      <div>
        <p class="line-title">{t('facts.console.proposal', { place, instrument })}</p>
        {!event.stands && <p><Tag shape={event.retracted ? 'cross' : 'dash'}>{event.retracted ? t('ratifications.retracted') : t('ratifications.corrected')}</Tag>{event.retracted && <span class="row-note"><bdi>{event.retracted.why}</bdi></span>}</p>}
        <p class="soft">{said(t, event)}{event.evidence && <> · <Evidence text={event.evidence} /></>}</p>
        {event.note && <p class="soft"><bdi>{event.note}</bdi></p>}
        {event.replaces && <p class="soft small">{here ? <a href={`#event-${event.replaces}`}>{t('ratifications.corrects')}</a> : t('ratifications.corrects')}</p>}
        {event.recordedBy && event.recordedBy !== 'import' && <p class="soft small">{t('facts.console.by', { name: event.recordedBy })}</p>}
        {event.stands && organised(view, event.jurisdiction) && (
          <>
            <p><a class="line-link" href={link(`${ratificationsPath(view.campaign.slug)}?correct=${event.id}#record`)}>{t('ratifications.correct')} <span class="visually-hidden">{place}, {instrument}, {said(t, event)}</span></a></p>
            <details class="disclosure" open={errors.length > 0}><summary>{t('facts.console.retract')} <span class="visually-hidden">{instrument}, {said(t, event)}</span></summary>
              <PostForm action={`${ratificationsPath(view.campaign.slug)}/${event.id}/retract`} errors={errors}>
                <Field name="why" label={t('facts.console.retract.why')} hint={t('facts.console.retract.hint')} required maxLength={1000} value={values['why']} error={messageFor(errors, 'why')} />
                <Button look="danger">{t('facts.console.retract')}</Button>
              </PostForm>
            </details>
          </>
        )}
      </div>
    </li>
  );
}
