import { Injectable } from '@nestjs/common';
import { type CallToAction, CallsReader } from '#libs/calls-to-action';
import { AppConfig } from '#libs/config';
import { type Handover, HandoversReader, SealReader } from '#libs/handovers';
import { CampaignReader, type CurrentText, type DoorPetition, type JurisdictionView, PetitionDirectory, PetitionReader, TextVersions, type WholeCampaign } from '#libs/petitions';
import { LastShown } from '../../reading/last-shown.js';
import { PublicCounts } from '../../reading/public-counts.js';
import { textRead } from '../../signing/signing-desk.js';
import { type Locale } from '../../i18n/index.js';
import { type LocalText } from '../../ui/index.js';
import { type CampaignView, type HomeView, type PetitionRef, type PetitionView, type PlaceView, type ThanksView } from '../view-models.js';
import { CampaignViews, placeOf } from './campaign-view.js';
import { callViews, commitmentView, handoverView, helpContacts, petitionState, privacyView, signForm, tallyView, whatYouCanDo } from './petition-view.js';
import { plainIn, textIn } from './words.js';

/** Petitions in a language whose page can be shown while the database is away. */
const MOST_KEPT = 300;

/** What the citizens' pages show, read and put into their words. Drafts are not there. */
@Injectable()
export class SiteReader {
  private readonly lastPages = new LastShown<PetitionView | null>(MOST_KEPT);
  private readonly lastThanks = new LastShown<ThanksView | null>(MOST_KEPT);

  constructor(
    private readonly directory: PetitionDirectory, private readonly petitions: PetitionReader, private readonly campaigns: CampaignReader, private readonly campaignViews: CampaignViews,
    private readonly calls: CallsReader, private readonly versions: TextVersions, private readonly handovers: HandoversReader, private readonly seals: SealReader, private readonly counts: PublicCounts, private readonly config: AppConfig,
  ) {}

  /** The living campaign made last, and the record. */
  async home(locale: Locale): Promise<HomeView> {
    const { items } = await this.campaigns.list({ pageSize: 100 });
    const live = items.filter(({ kind }) => kind === 'live').at(-1);
    const record = items.find(({ kind }) => kind === 'record');
    return {
      campaign: live ? await this.campaign(live.slug, locale) : null,
      record: record ? await this.campaignViews.recordLine(record, locale) : null,
    };
  }

  async campaign(slug: string, locale: Locale): Promise<CampaignView | null> {
    const campaign = await this.campaigns.bySlug(slug);
    return campaign && { ...(await this.campaignViews.of(campaign, locale)), canonicalUrl: `${this.config.publicUrl}/${locale}/campaigns/${slug}` };
  }

  /** A petition's page; of a country that only research speaks of, its calls. Null for what is not there or only drafted. */
  async petition(slug: string, locale: Locale, options: { via?: string | null } = {}): Promise<PetitionView | null> {
    const petition = await this.directory.bySlug(slug);
    if (!petition) return this.researchOnly(slug, locale);
    if (petition.status === 'draft') return null;
    const view = await this.lastPages.of(`${locale} ${slug}`, () => this.shown(petition, locale, {}));
    return view?.form ? { ...view, form: { ...view.form, via: options.via ?? null } } : view;
  }

  /** The page as it would be in one of the petition's languages, whether it is open or not. Whoever asks must be an organiser. */
  async preview(slug: string, locale: Locale, language: string): Promise<PetitionView | null> {
    const petition = await this.directory.bySlug(slug);
    if (!petition) return null;
    const [text] = petition.texts.filter((one) => one.language === language);
    const view = await this.shown({ ...petition, status: 'open', opensAt: null, closesAt: null, texts: text ? [text] : petition.texts }, locale, { language });
    return view && { ...view, preview: true, form: view.form && { ...view.form, disabled: true } };
  }

  private async shown(petition: DoorPetition, locale: Locale, options: { language?: string }): Promise<PetitionView | null> {
    const campaign = await this.campaigns.bySlug(petition.campaign.slug);
    const tally = (await this.counts.of(petition.id))?.tally ?? null;
    if (!campaign || (!tally && !options.language)) return null;
    const [everyCall, handovers] = await Promise.all([this.calls.ofPetition(petition), this.handoversOf(petition.campaign.slug, petition.jurisdiction)]);
    const sealed = await this.seals.published(handovers.map(({ id }) => id));
    const { language } = options;
    const calls = language ? everyCall.map((call) => ({ ...call, texts: call.texts[language] ? { [language]: call.texts[language] } : call.texts })) : everyCall;
    const own = petition.campaign.defaultLanguage;
    const state = petitionState(petition, new Date());
    const text = textRead(petition, locale);
    const signs = state === 'open' && petition.takesSignatures;
    const places = await this.campaigns.jurisdictions(campaign.id);
    const regional = petition.jurisdiction.kind !== 'country';
    const shared = places.some((place) => place.petition?.sharedFrom === petition.jurisdictionId);
    const together = ({ jurisdiction }: Handover): PlaceView | null => (jurisdiction.id === petition.jurisdictionId ? null : placeIn(places, jurisdiction.id, locale));
    return {
      ...this.frame(campaign, petition.slug, placeOf(petition.jurisdiction, locale), locale),
      title: titleOf(petition, locale), addressee: plainIn(petition.addressee, petition.addressees, locale, own),
      preamble: text?.demand ? { text: text.demand, lang: text.language } : null, state,
      changes: text && petition.campaign.kind === 'live' ? await this.changesOf(petition, text) : null,
      opensOn: petition.opensAt?.toISOString().slice(0, 10) ?? null, closedOn: petition.closedAt?.toISOString().slice(0, 10) ?? null,
      sharedWith: petition.sharedFrom ? placeIn(places, petition.sharedFrom.jurisdictionId, locale) : null,
      members: !regional ? [] : await this.campaignViews.members(campaign, petition.jurisdictionId, locale),
      membersShare: regional && shared, statedClaims: regional ? await this.campaignViews.claims(campaign, petition.jurisdictionId, locale) : [],
      calls: callViews(calls, handovers.filter((handover) => handover.jurisdiction.id === petition.jurisdictionId), campaign, locale),
      tally: petition.takesSignatures && tally ? tallyView(tally, petition) : null,
      form: signs ? signForm(petition, campaign, locale, null) : null,
      privacy: signs ? privacyView(petition, campaign, locale) : null,
      help: helpContacts(petition, locale), whatYouCanDo: whatYouCanDo(campaign, locale),
      handovers: handovers.map((handover) => handoverView(handover, together(handover), { sealed: sealed.has(handover.id), place: (id) => placeIn(places, id, locale) }, locale, own)),
      commitments: handovers.flatMap((handover) => handover.commitments.map((one) => commitmentView(one, together(handover), calls, locale, own))),
      sources: sourcesOf(campaign, calls, handovers),
    };
  }

  /** How many signed an earlier version is told where the count is shown as it grows. */
  private async changesOf(petition: DoorPetition, text: CurrentText): Promise<PetitionView['changes']> {
    if (text.edition === 1 && !text.correctedAt) return null;
    const signed = text.edition > 1 && petition.privacy === 'standard' ? await this.versions.signersByEdition(petition.id) : null;
    const earlier = Array.from({ length: text.edition - 1 }, (_, n) => ({ edition: n + 1, signers: signed && (signed.get(n + 1) ?? 0) }));
    return { edition: text.edition, since: text.since, correctedOn: text.correctedAt, earlier };
  }

  async petitionRef(slug: string, locale: Locale): Promise<PetitionRef | null> {
    const petition = await this.directory.bySlug(slug);
    return petition && refTo(petition, locale);
  }

  /** While the database is away and nobody was thanked yet, without figures: whoever signed or confirmed did it all the same. */
  async thanks(slug: string, locale: Locale, confirmed: boolean): Promise<ThanksView | null> {
    const petition = await this.directory.bySlug(slug);
    if (!petition || petition.status === 'draft' || !petition.takesSignatures) return null;
    const view = await this.lastThanks.of(`${locale} ${slug}`, () => this.thanked(petition, locale), this.bareThanks(petition, locale));
    return view && { ...view, confirmed };
  }

  private async thanked(petition: DoorPetition, locale: Locale): Promise<ThanksView | null> {
    const [campaign, count] = await Promise.all([this.campaigns.bySlug(petition.campaign.slug), this.counts.of(petition.id)]);
    return campaign && { ...this.bareThanks(petition, locale), tally: count && tallyView(count.tally, petition), whatYouCanDo: whatYouCanDo(campaign, locale) };
  }

  private bareThanks(petition: DoorPetition, locale: Locale): ThanksView {
    return {
      petition: refTo(petition, locale), confirmed: false, tally: null, shareUrl: `${this.config.publicUrl}/petitions/${petition.slug}`,
      help: helpContacts(petition, locale), whatYouCanDo: [],
    };
  }

  async confirmsByMail(slug: string): Promise<boolean> {
    return (await this.directory.bySlug(slug))?.confirmation === 'required';
  }

  /** The privacy notice that signers see, in the reader's language if there is one. */
  async notice(slug: string, locale: Locale): Promise<{ petition: PetitionRef; notice: LocalText } | null> {
    const petition = await this.directory.bySlug(slug);
    const text = petition && textRead(petition, locale);
    if (!petition || petition.status === 'draft' || !text?.notice) return null;
    return { petition: refTo(petition, locale), notice: { text: text.notice, lang: text.language } };
  }

  /** Petitions whose signers may ask for their withdrawal link. */
  async withdrawable(locale: Locale): Promise<{ slug: string; title: LocalText; place: PlaceView }[]> {
    const { items } = await this.petitions.list({ pageSize: 500 });
    return items.filter((one) => one.takesSignatures && !one.record && one.status !== 'draft').map((one) => ({
      slug: one.slug, title: { text: one.title ?? one.slug, lang: one.defaultLanguage }, place: placeOf(one.jurisdiction, locale),
    }));
  }

  /** `<campaign>-<country>` where there is no petition but calls that research found. */
  private async researchOnly(slug: string, locale: Locale): Promise<PetitionView | null> {
    const [, campaignSlug = '', id = ''] = /^(.+)-([a-z]{2})$/.exec(slug) ?? [];
    const campaign = campaignSlug ? await this.campaigns.bySlug(campaignSlug) : null;
    const place = campaign && (await this.campaigns.jurisdictions(campaign.id)).find((one) => one.id === id.toUpperCase() && one.state === 'research-only');
    if (!campaign || !place) return null;
    const calls = await this.calls.of(campaign.id, place.id);
    return {
      ...this.frame(campaign, slug, placeOf(place, locale), locale), title: textIn(campaign.title, locale, campaign.defaultLanguage) ?? { text: slug, lang: 'en' },
      addressee: null, preamble: null, state: 'research-only', opensOn: null, closedOn: null, sharedWith: null, members: [],
      membersShare: false, statedClaims: [],
      calls: callViews(calls, [], campaign, locale), tally: null, form: null, privacy: null, help: [], whatYouCanDo: whatYouCanDo(campaign, locale),
      handovers: [], commitments: [], sources: sourcesOf(campaign, calls, []),
    };
  }

  private frame(campaign: WholeCampaign, slug: string, place: PlaceView, locale: Locale): Pick<PetitionView, 'slug' | 'href' | 'campaign' | 'place' | 'canonicalUrl' | 'noindex'> {
    const title = textIn(campaign.title, locale, campaign.defaultLanguage) ?? { text: campaign.slug, lang: 'en' };
    return {
      slug, href: `/petitions/${slug}`, place, canonicalUrl: `${this.config.publicUrl}/${locale}/petitions/${slug}`, noindex: campaign.noindex,
      campaign: { title, href: `/campaigns/${campaign.slug}`, kind: campaign.kind, demonstration: campaign.demonstration },
    };
  }

  /** What is told of a place that has no petition and that no research speaks of: handovers of others that it is part of, and its own. */
  async handed(campaign: WholeCampaign, place: JurisdictionView, places: readonly JurisdictionView[], locale: Locale): Promise<Pick<PetitionView, 'handovers' | 'commitments'>> {
    const own = campaign.defaultLanguage;
    const handovers = await this.handoversOf(campaign.slug, place);
    const sealed = await this.seals.published(handovers.map(({ id }) => id));
    const together = ({ jurisdiction }: Handover): PlaceView | null => (jurisdiction.id === place.id ? null : placeIn(places, jurisdiction.id, locale));
    return {
      handovers: handovers.map((handover) => handoverView(handover, together(handover), { sealed: sealed.has(handover.id), place: (id) => placeIn(places, id, locale) }, locale, own)),
      commitments: handovers.flatMap((handover) => handover.commitments.map((one) => commitmentView(one, together(handover), [], locale, own))),
    };
  }

  /** Its own, and the bundles it is part of. */
  private async handoversOf(campaign: string, place: { id: string; kind: string }): Promise<Handover[]> {
    const filter = place.kind === 'country' ? { country: place.id } : { jurisdiction: place.id };
    const { items } = await this.handovers.list({ audience: 'public', campaign, ...filter, order: 'soonest', pageSize: 50 });
    const own = items.filter((item) => item.jurisdiction.id === place.id);
    const bundles = items.filter((item) => item.jurisdiction.id !== place.id);
    return Promise.all([...own, ...bundles].filter(({ status }) => status !== 'cancelled').map(({ id }) => this.handovers.get(id, 'public')));
  }
}

function placeIn(places: readonly JurisdictionView[], id: string, locale: Locale): PlaceView {
  const found = places.find((one) => one.id === id);
  return found ? placeOf(found, locale) : { id };
}

const refTo = (petition: DoorPetition, locale: Locale): PetitionRef => ({ title: titleOf(petition, locale), href: `/petitions/${petition.slug}`, demonstration: petition.campaign.demonstration });

function titleOf(petition: DoorPetition, locale: Locale): LocalText {
  const text = textRead(petition, locale);
  return text ? { text: text.title, lang: text.language } : (textIn(petition.campaign.title, locale, petition.campaign.defaultLanguage) ?? { text: petition.slug, lang: 'en' });
}

/** Each place in a document once, under the document's title. */
function sourcesOf(campaign: WholeCampaign, calls: readonly CallToAction[], handovers: readonly Handover[]): PetitionView['sources'] {
  const documents = new Map(((campaign.details['documents'] ?? []) as { id: string; title: string; author?: string }[]).map((one) => [one.id, one]));
  const places = new Map<string, PetitionView['sources'][number]>();
  for (const source of [...calls.map((call) => call.source), ...handovers.map((handover) => handover.source as CallToAction['source'])]) {
    const document = source && documents.get(source.document);
    if (!source || !document) continue;
    const text = document.author ? `${document.title}, ${document.author}` : document.title;
    places.set(`${source.document} ${source.place}`, { document: { text, lang: campaign.defaultLanguage }, place: source.place, href: null });
  }
  return [...places.values()];
}
