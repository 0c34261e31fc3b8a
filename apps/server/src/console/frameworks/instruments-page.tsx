import { type JSX } from 'preact';
import { type JurisdictionView, type WholeCampaign } from '#libs/petitions';
import { INSTRUMENT_TYPES } from '#libs/progress';
import { Button, EmptyState, Field, type FieldError, Hidden, Notice, Select, Text, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { languagesOf } from '../publications/forms.js';
import { instrumentsPath, ratificationsPath } from '../ratifications/ratifications-page.js';
import { Frame, Head, messageFor, PostForm } from '../views/frame.js';
import { Folded } from '../views/handover-forms.js';
import { inLanguage } from '../words.js';

type Instrument = WholeCampaign['instruments'][number];

export interface InstrumentsView {
  campaign: WholeCampaign;
  places: readonly JurisdictionView[];
  /** `form`: key of the instrument, or '' for a new one. */
  failed: { form: string; values: Readonly<Record<string, string>>; errors: readonly FieldError[] } | null;
}

/** Treaties, laws and plans of which a campaign speaks: named here, chosen where calls, promises and ratifications are written. */
export function InstrumentsPage({ desk, view }: { desk: Desk; view: InstrumentsView }): JSX.Element {
  const { t, link } = desk.page;
  const { campaign, failed } = view;
  const frozen = campaign.kind === 'record';
  return (
    <Frame desk={desk} title={t('instruments.title')} section="ratifications" faulty={failed !== null}>
      <Head title={t('instruments.title')} lede={t('instruments.lede')} back={{ href: link(ratificationsPath(campaign.slug)), label: t('facts.console.title') }} />
      {frozen && <Notice><p>{t('console.conflict.petitions.frozen')}</p></Notice>}
      {campaign.instruments.length === 0 && <EmptyState title={t('instruments.none')} />}
      {!frozen && (
        <Folded title={t('instruments.new')} open={campaign.instruments.length === 0 || failed?.form === ''}>
          <InstrumentForm view={view} instrument={null} />
        </Folded>
      )}
      <ul class="lines">{campaign.instruments.map((one) => <Line key={one.key} instrument={one} view={view} frozen={frozen} />)}</ul>
    </Frame>
  );
}

function Line({ instrument, view, frozen }: { instrument: Instrument; view: InstrumentsView; frozen: boolean }): JSX.Element {
  const { t } = usePage();
  const name = inLanguage(namesOf(instrument, view.campaign), view.campaign.defaultLanguage, t);
  const place = view.places.find(({ id }) => id === instrument.jurisdiction);
  return (
    <li id={`instrument-${instrument.key}`}>
      <div>
        <p class="line-title"><Text value={name} /></p>
        <p class="soft">{t(`facts.type.${instrument.type}` as 'facts.type.international')}{place && <> · {t.place(place.id, place.names[t.locale] ?? place.name)}</>} · <bdi dir="ltr">{instrument.key}</bdi></p>
        {instrument.source && <p class="soft">{/^https?:\/\//.test(instrument.source) ? <a class="breakable" href={instrument.source} rel="noopener noreferrer nofollow"><bdi>{instrument.source}</bdi></a> : <bdi>{instrument.source}</bdi>}</p>}
        {!frozen && (
          <details class="disclosure" open={view.failed?.form === instrument.key}><summary>{t('instruments.change')} <span class="visually-hidden">{name.text}</span></summary>
            <InstrumentForm view={view} instrument={instrument} />
          </details>
        )}
      </div>
    </li>
  );
}

/** An instrument of a file may have its name in the campaign's own language alone. */
const namesOf = ({ name, names }: Instrument, { defaultLanguage }: WholeCampaign): Record<string, string> => (Object.keys(names).length === 0 ? { [defaultLanguage]: name } : names);

/** In the languages that are asked for, and in any other that there is: a form that left one out would take it away. */
export const nameLanguages = (campaign: WholeCampaign, instrument: Instrument | null): string[] => [...new Set([...languagesOf(campaign), ...Object.keys(instrument?.names ?? {})])];

function InstrumentForm({ view: { campaign, places, failed }, instrument }: { view: InstrumentsView; instrument: Instrument | null }): JSX.Element {
  const { t } = usePage();
  const mine = failed?.form === (instrument?.key ?? '') ? failed : null;
  const errors = mine?.errors ?? [];
  // Forms of several instruments stand on one page: what they name has to be theirs alone.
  const of = (field: string): string => (instrument ? `${instrument.key}.${field}` : field);
  const value = (field: string, now: string | null | undefined): string => mine?.values[of(field)] ?? now ?? '';
  const names = instrument ? namesOf(instrument, campaign) : {};
  const named = places.map(({ id, name, names: byLanguage }) => ({ value: id, label: t.place(id, byLanguage[t.locale] ?? name) })).sort((a, b) => a.label.localeCompare(b.label, t.locale));
  return (
    <PostForm action={instrumentsPath(campaign.slug)} errors={errors}>
      <Hidden name="version" value={mine?.values['version'] ?? String(campaign.version)} />
      <Hidden name="instrument" value={instrument?.key} />
      {nameLanguages(campaign, instrument).map((language, n) => (
        <Field key={language} name={of(`names-${language}`)} label={t('publications.in-language', { what: t('instruments.name'), language: t.language(language) })} optional={n > 0} maxLength={600}
          value={value(`names-${language}`, names[language])} error={messageFor(errors, of(`names-${language}`))} />
      ))}
      <div class="pair">
        <Select name={of('type')} label={t('instruments.type')} value={value('type', instrument?.type ?? 'international')} error={messageFor(errors, of('type'))} options={INSTRUMENT_TYPES.map((type) => ({ value: type, label: t(`facts.type.${type}`) }))} />
        <Select name={of('jurisdiction')} label={t('instruments.place')} value={value('jurisdiction', instrument?.jurisdiction)} error={messageFor(errors, of('jurisdiction'))} options={[{ value: '', label: t('instruments.place.none') }, ...named]} />
      </div>
      <Field name={of('source')} label={t('instruments.source')} hint={t('instruments.source.hint')} optional maxLength={2000} value={value('source', instrument?.source)} error={messageFor(errors, of('source'))} />
      {!instrument && <Field name="key" label={t('framework.key')} hint={t('instruments.key.hint')} ltr optional maxLength={60} value={value('key', '')} error={messageFor(errors, 'key')} />}
      <Button>{t(instrument ? 'workshop.save' : 'instruments.add')}</Button>
    </PostForm>
  );
}
