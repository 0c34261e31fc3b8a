import { type JSX } from 'preact';
import { type Publication, PUBLICATION_KINDS_TO_FILL, type PublicationState } from '#libs/embargo';
import { type WholeCampaign } from '#libs/petitions';
import { inWords, titleOf } from '../../embargo/instant-words.js';
import { Button, EmptyState, Field, type FieldError, Pagination, Select, Table, Tag, type TagShape, type TagTone, Text, usePage } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { type VisibleCampaign } from '../read/scopes.js';
import { Sideways } from '../stores/views/store-parts.js';
import { timeZoneOptions } from '../time-zones.js';
import { Frame, Head, messageFor, Part, PostForm, useDesk } from '../views/frame.js';
import { labelOf } from '../views/petitions.js';
import { type Failed, languagesOf } from './forms.js';

export interface PublicationsView {
  campaigns: readonly VisibleCampaign[];
  campaign: WholeCampaign;
  items: readonly Publication[];
  page: number;
  pages: number;
  failed: Failed | null;
}

const STATE: Record<PublicationState, [TagShape, TagTone]> = { draft: ['ring', 'plain'], scheduled: ['half', 'pen'], public: ['check', 'good'], withdrawn: ['cross', 'bad'] };

export const publicationsPath = (campaign: string): string => `/console/campaigns/${campaign}/publications`;
export const publicationPath = ({ campaign, id }: Pick<Publication, 'campaign' | 'id'>): string => `${publicationsPath(campaign)}/${id}`;

export function PublicationTag({ state }: { state: PublicationState }): JSX.Element {
  const [shape, tone] = STATE[state];
  return <Tag shape={shape} tone={tone}>{usePage().t(`publications.state.${state}`)}</Tag>;
}

export function PublicationsPage({ desk, view }: { desk: Desk; view: PublicationsView }): JSX.Element {
  const { t, link } = desk.page;
  const { campaign, failed } = view;
  const errors = failed?.errors ?? [];
  return (
    <Frame desk={desk} title={t('publications.title')} section="publications" faulty={errors.length > 0}>
      <Head title={t('publications.title')} lede={t('publications.lede')} />
      {view.campaigns.length > 1 && (
        <nav class="tabs" aria-label={t('publications.campaigns')}>
          <ul>{view.campaigns.map((one) => <li key={one.slug}><a href={link(publicationsPath(one.slug))} aria-current={one.slug === campaign.slug ? 'page' : undefined}>{labelOf(one, t).label}</a></li>)}</ul>
        </nav>
      )}
      {view.items.length === 0 ? <EmptyState title={t('publications.none')} /> : <Lines items={view.items} />}
      <Pagination page={view.page} pages={view.pages} href={(page) => link(`${publicationsPath(campaign.slug)}?page=${page}`)} />
      {campaign.kind === 'live' && (
        <Part id="new" title={t('publications.new')} note={t('publications.new.note')}>
          <div class="sheet form-sheet">
            <PostForm action={publicationsPath(campaign.slug)} errors={errors}>
              <Select name="kind" label={t('publications.kind')} value={failed?.values['kind'] ?? 'cards'} options={PUBLICATION_KINDS_TO_FILL.map((kind) => ({ value: kind, label: t(`publications.kind.${kind}`) }))} error={messageFor(errors, 'kind')} />
              <WordsFields field="title" label={t('publications.name')} campaign={campaign} values={failed?.values ?? {}} errors={errors} />
              <InstantFields values={failed?.values ?? {}} errors={errors} />
              <Button>{t('publications.new.submit')}</Button>
            </PostForm>
          </div>
        </Part>
      )}
    </Frame>
  );
}

function Lines({ items }: { items: readonly Publication[] }): JSX.Element {
  const { t, link } = usePage();
  return (
    <Sideways label={t('publications.title')}>
      <Table stacked caption={t('publications.title')} captionHidden columns={[{ label: t('publications.name') }, { label: t('publications.kind') }, { label: t('publications.state') }, { label: t('publications.instant') }]}
        rows={items.map((item) => ({ key: item.id, cells: [
          <a href={link(publicationPath(item))}><Text value={titleOf(item, t)} /></a>, t(`publications.kind.${item.kind}`), <PublicationTag state={item.state} />,
          item.publicAt && item.timeZone ? <NamedTime at={item.publicAt} zone={item.timeZone} /> : t('publications.instant.none'),
        ] }))} />
    </Sideways>
  );
}

/** An instant by the clocks of the zone that is named under it. */
export function NamedTime({ at, zone }: { at: Date; zone: string }): JSX.Element {
  return <>{inWords(usePage().t, at, zone)} <span class="row-note"><bdi dir="ltr">{zone}</bdi></span></>;
}

/** The same words in each language, the campaign's own first; one is enough. */
export function WordsFields({ field, label, campaign, values, errors, long }: { field: string; label: string; campaign: WholeCampaign; values: Readonly<Record<string, string>>; errors: readonly FieldError[]; long?: (props: { name: string; label: string; value: string; error?: string; optional: boolean }) => JSX.Element }): JSX.Element {
  const { t } = usePage();
  return (
    <>
      {languagesOf(campaign).map((language, index) => {
        const name = `${field}-${language}`;
        const props = { name, label: t('publications.in-language', { what: label, language: t.language(language) }), value: values[name] ?? '', error: messageFor(errors, name), optional: index > 0 };
        return long ? <div key={language}>{long(props)}</div> : <Field key={language} {...props} maxLength={300} />;
      })}
    </>
  );
}

/** Day, time and zone; which of two, only where clocks show that time twice. */
export function InstantFields({ values, errors, required }: { values: Readonly<Record<string, string>>; errors: readonly FieldError[]; required?: boolean }): JSX.Element {
  const { t } = usePage();
  const { person } = useDesk();
  const zone = values['publicZone'] ?? person?.timeZone ?? 'UTC';
  const twice = messageFor(errors, 'coming');
  return (
    <>
      {!required && <p class="hint">{t('publications.date.hint')}</p>}
      <div class="pair">
        <Field name="publicDate" type="date" ltr label={t('publications.date')} value={values['publicDate']} error={messageFor(errors, 'publicDate')} optional={!required} />
        <Field name="publicTime" type="time" ltr label={t('publications.time')} value={values['publicTime']} error={messageFor(errors, 'publicTime')} optional={!required} />
      </div>
      <Select name="publicZone" label={t('publications.zone')} hint={t('publications.zone.hint')} value={zone} options={timeZoneOptions(zone)} error={messageFor(errors, 'publicZone')} />
      {(twice !== undefined || values['coming']) && (
        <Select name="coming" label={t('publications.coming')} value={values['coming'] ?? ''} error={twice}
          options={[{ value: '', label: t('publications.coming.choose') }, { value: 'first', label: t('publications.coming.first') }, { value: 'second', label: t('publications.coming.second') }]} />
      )}
    </>
  );
}
