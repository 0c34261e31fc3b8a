import { Injectable } from '@nestjs/common';
import { type HandoverListItem, HandoversReader } from '#libs/handovers';
import { CampaignReader, type JurisdictionView, type WholeCampaign, type Words } from '#libs/petitions';
import { type CampaignSummary, type PetitionFigures, PublishedTallies, TallyFigures } from '#libs/tallies';
import { CampaignSummaries } from '../../reading/campaign-summaries.js';
import { type StatedFigure } from '../../i18n/index.js';
import { type Locale } from '../../i18n/index.js';
import { type PetitionState } from '../../ui/index.js';
import { type CampaignView, type CountryRowView, type HomeView, type PlaceView, type StatedClaimView } from '../view-models.js';
import { CampaignSectionsReader } from './campaign-sections.js';
import { everyHandover } from './every.js';
import { textIn } from './words.js';

/** A country goes by the language's own name for it; a region by the campaign's. */
export function placeOf(place: { id: string; kind: string; name: string; names: Words }, locale: Locale): PlaceView {
  return place.kind === 'country' ? { id: place.id } : { id: place.id, name: place.names[locale] ?? place.name };
}

/** A whole campaign for its page: what the total is made of, country by country, and claims beside it. */
@Injectable()
export class CampaignViews {
  constructor(
    private readonly campaigns: CampaignReader, private readonly summaries: CampaignSummaries, private readonly handovers: HandoversReader,
    private readonly figures: TallyFigures, private readonly tallies: PublishedTallies, private readonly sections: CampaignSectionsReader,
  ) {}

  async of(campaign: WholeCampaign, locale: Locale): Promise<CampaignView> {
    const [summary, places, handovers, sections] = await Promise.all([
      this.summaries.of(campaign), this.campaigns.jurisdictions(campaign.id), everyHandover(this.handovers, campaign.slug), this.sections.of(campaign),
    ]);
    const { promised = 0, inProgress = 0, fulfilled = 0, broken = 0, superseded = 0, lapsed = 0 } = summary.commitments;
    const national = summary.handovers.held.national;
    return {
      slug: campaign.slug, title: textIn(campaign.title, locale, campaign.defaultLanguage) ?? { text: campaign.slug, lang: 'en' },
      intro: [textIn(campaign.details['summary'] as Words | undefined, locale, campaign.defaultLanguage)].flatMap((text) => text ?? []),
      kind: campaign.kind, recordAsOf: campaign.asOf, demonstration: campaign.demonstration, noindex: campaign.noindex, partners: campaign.partners.map(({ name }) => name),
      total: totalOf(campaign, summary, places, locale), sections, countries: await this.rows(campaign, places.filter(({ kind, state }) => kind === 'country' && state !== 'none'), places, handovers, locale),
      statedClaims: claimsOf(campaign, summary, places, handovers, locale).filter(({ stated, membersSum }) => stated || membersSum),
      outcome: {
        nationalHandovers: national.count, signaturesHandedOver: national.signatures === null ? null : { value: national.signatures, qualifier: national.lowerBound ? 'lower-bound' : 'exact' },
        calls: summary.callsToAction, commitments: { promised, inProgress, fulfilled, broken, withdrawn: superseded + lapsed },
      },
    };
  }

  /** The claims of one region or the world, for its own page. */
  async claims(campaign: WholeCampaign, region: string, locale: Locale): Promise<StatedClaimView[]> {
    const [summary, places, { items: handovers }] = await Promise.all([
      this.summaries.of(campaign), this.campaigns.jurisdictions(campaign.id), this.handovers.list({ audience: 'public', campaign: campaign.slug, pageSize: 200 }),
    ]);
    return claimsOf(campaign, summary, places, handovers, locale).filter(({ place, stated, membersSum }) => place.id === region && (stated || membersSum));
  }

  /** A record in four figures. */
  async recordLine(listed: { slug: string }, locale: Locale): Promise<HomeView['record']> {
    const record = await this.campaigns.bySlug(listed.slug);
    if (!record) return null;
    const { countriesWithPetition, signatures, handovers, commitments } = await this.summaries.of(record);
    return {
      href: `/campaigns/${record.slug}`, title: textIn(record.title, locale, record.defaultLanguage) ?? { text: record.slug, lang: 'en' }, asOf: record.asOf ?? '',
      figures: {
        countries: countriesWithPetition, signatures: { value: signatures.total, qualifier: signatures.lowerBound ? 'lower-bound' : 'exact' },
        handovers: handovers.held.national.count, promises: Object.values(commitments).reduce((sum, n) => sum + n, 0),
      },
    };
  }

  /** The countries of a region. */
  async members(campaign: WholeCampaign, region: string, locale: Locale): Promise<CountryRowView[]> {
    const places = await this.campaigns.jurisdictions(campaign.id);
    const { items: handovers } = await this.handovers.list({ audience: 'public', campaign: campaign.slug, pageSize: 200 });
    return this.rows(campaign, places.filter(({ regions, state }) => regions.includes(region) && state === 'petition'), places, handovers, locale);
  }

  private async rows(campaign: WholeCampaign, countries: readonly JurisdictionView[], places: readonly JurisdictionView[], handovers: readonly HandoverListItem[], locale: Locale): Promise<CountryRowView[]> {
    const shown = countries.filter(({ petition }) => petition?.status !== 'draft');
    const totals = await this.figures.totals(shown.flatMap(({ petition }) => petition?.id ?? []));
    const rows = await Promise.all(shown.map(async (country): Promise<CountryRowView> => {
      const held = handovers.find((handover) => handover.jurisdiction.id === country.id && (handover.status === 'held' || handover.status === 'refused' || handover.status === 'absent'));
      return {
        place: placeOf(country, locale), href: campaign.kind === 'live' && country.petition ? `/petitions/${country.petition.slug}` : `/campaigns/${campaign.slug}/countries/${country.id}`, state: stateOf(country),
        figure: await this.figureOf(campaign, country, totals), sharedWith: sharedWith(country, places, locale), handedOver: held?.date.edtf ?? null,
      };
    }));
    const collator = new Intl.Collator(locale);
    const names = new Intl.DisplayNames([locale], { type: 'region' });
    return rows.sort((a, b) => collator.compare(names.of(a.place.id) ?? a.place.id, names.of(b.place.id) ?? b.place.id));
  }

  /** As it may be shown: a petition of high privacy by its published figure. Without any figure, none. */
  private async figureOf(campaign: WholeCampaign, { petition }: JurisdictionView, totals: ReadonlyMap<number, PetitionFigures>): Promise<StatedFigure | null> {
    const exact = petition && totals.get(petition.id);
    if (!petition || !exact) return null;
    if (campaign.kind === 'record') return exact.attested && { value: exact.attested.count, qualifier: exact.attested.lowerBound ? 'more-than' : 'exact' };
    const total = petition.privacy === 'high' ? ((await this.tallies.forPublic(petition.id))?.total ?? 0) : exact.total;
    return { value: total, qualifier: exact.attested?.lowerBound ? 'lower-bound' : 'exact' };
  }
}

function stateOf({ state, petition }: JurisdictionView): PetitionState {
  return state === 'research-only' || !petition ? 'research-only' : petition.status;
}

function sharedWith({ petition }: JurisdictionView, places: readonly JurisdictionView[], locale: Locale): PlaceView | null {
  const region = petition?.sharedFrom && places.find(({ id }) => id === petition.sharedFrom);
  return region ? placeOf(region, locale) : null;
}

function totalOf(campaign: WholeCampaign, { signatures, countriesWithPetition }: CampaignSummary, places: readonly JurisdictionView[], locale: Locale): CampaignView['total'] {
  const record = campaign.kind === 'record';
  return {
    counted: record ? null : signatures.counted, attested: signatures.attested > 0 || record ? signatures.attested : null, attestedKind: record ? 'printed' : 'attested',
    total: signatures.total, lowerBound: signatures.lowerBound, countriesWithFigure: signatures.countriesWithFigure, countriesWithPetition,
    countriesWithoutFigure: signatures.countriesWithoutFigure.map((id) => {
      const place = places.find((one) => one.id === id);
      return place ? placeOf(place, locale) : { id };
    }),
    asOfAt: record ? null : new Date().toISOString(),
  };
}

/** What was printed or claimed for regions and the world: beside the counts, never in them. */
function claimsOf(campaign: WholeCampaign, summary: CampaignSummary, places: readonly JurisdictionView[], handovers: readonly HandoverListItem[], locale: Locale): StatedClaimView[] {
  const place = (id: string): PlaceView => {
    const found = places.find((one) => one.id === id);
    return found ? placeOf(found, locale) : { id };
  };
  const bundles = summary.bundles.map((bundle): StatedClaimView => {
    const handover = handovers.find((one) => one.jurisdiction.id === bundle.jurisdiction);
    const { stated, sumOfMembers } = bundle;
    return {
      label: null, place: place(bundle.jurisdiction), stated: stated && { value: stated.count, qualifier: handover?.stated?.qualifier ?? 'exact' },
      membersSum: sumOfMembers && { value: sumOfMembers.count, from: sumOfMembers.from, of: sumOfMembers.of }, verified: bundle.verified, date: handover?.date.edtf ?? null,
    };
  });
  const collected = campaign.statedFigures.filter(({ key, jurisdiction }) => key.startsWith('collected-') && !summary.bundles.some((bundle) => bundle.jurisdiction === jurisdiction)).map((figure): StatedClaimView => ({
    label: null, place: place(figure.jurisdiction ?? ''), stated: { value: figure.value, qualifier: figure.qualifier as StatedFigure['qualifier'] }, membersSum: null, verified: 0, date: null,
  }));
  return [...bundles, ...collected];
}
