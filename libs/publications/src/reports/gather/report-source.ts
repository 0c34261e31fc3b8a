import { Injectable } from '@nestjs/common';
import { CallsReader } from '#libs/calls-to-action';
import { Database } from '#libs/database';
import { HandoversReader, SealReader, type HandoverListItem } from '#libs/handovers';
import { CampaignReader, campaignUnknown, type SourceReference, type WholeCampaign, type Words } from '#libs/petitions';
import { CardsReader, InstrumentsReader, TimelineReader } from '#libs/progress';
import { PublishedTallies, type Qualifier } from '#libs/tallies';
import { type ReportCall, type ReportClaim, type ReportData, type ReportHandover, type ReportPlace } from '../facts/report-data.js';
import { publicAsOf } from './as-of.js';
import { handoverData } from './handover-data.js';
import { storyData } from './story-data.js';

/** A campaign in which something goes public each moment is told as it was found. */
const MOST_TRIES = 3;

interface PlaceRow {
  id: string; kind: ReportPlace['kind']; names: Words; name: string; position: number; state: ReportPlace['petition']; source: SourceReference | null;
  members: string[]; regions: string[]; sharesCallsOf: string | null; addressee: string | null; addressees: Words | null; demand: Words | null;
  attested: { count: number; qualifier: Qualifier; note: string | null }[] | null; counting: number | null;
}

/**
 * Gathers what reports are made from, as the public may know it: for pages, the API and the command line alike. Reads nothing that
 * tells of a signer.
 */
@Injectable()
export class ReportSource {
  constructor(
    private readonly db: Database, private readonly campaigns: CampaignReader, private readonly calls: CallsReader, private readonly handovers: HandoversReader,
    private readonly seals: SealReader, private readonly tallies: PublishedTallies, private readonly cards: CardsReader,
    private readonly instruments: InstrumentsReader, private readonly timeline: TimelineReader,
  ) {}

  /**
   * @param ahead publications that are looked at as if they were public: for what goes public together with them
   * @throws DomainError for an unknown campaign
   */
  async data(slug: string, ahead: readonly string[] = []): Promise<ReportData> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw campaignUnknown();
    // What goes public between two readings would stand beside what was read before it: then all is read again.
    let asOf = await publicAsOf(this.db, campaign.id);
    for (let tries = 1; ; tries++) {
      const data = await this.gather(campaign, asOf, ahead);
      const after = await publicAsOf(this.db, campaign.id);
      if (after.getTime() === asOf.getTime() || tries === MOST_TRIES) return data;
      asOf = after;
    }
  }

  private async gather(campaign: WholeCampaign, asOf: Date, ahead: readonly string[]): Promise<ReportData> {
    const { slug, defaultLanguage: own } = campaign;
    const places = await this.places(campaign);
    const known = new Set(places.map(({ id }) => id));
    const handovers = (await this.all(slug)).filter(({ jurisdiction }) => known.has(jurisdiction.id));
    const told: ReportHandover[] = [];
    for (const { id } of handovers) told.push(handoverData(await this.handovers.get(id, 'public', { now: asOf }), own));
    return {
      campaign: {
        slug, title: campaign.title, summary: wordsIn(campaign.details['summary']), kind: campaign.kind, demonstration: campaign.demonstration, noindex: campaign.noindex, language: own, asOf: campaign.asOf,
      },
      places, calls: await this.callsOf(campaign, places), handovers: told, claims: await this.claims(campaign),
      goals: campaign.goals.map(({ key, number, title }) => ({ key, number, title })),
      instruments: campaign.instruments.map(({ key, name, names }) => ({ key, name: { [own]: name, ...names } })),
      documents: documentsOf(campaign.details['documents']),
      ...(await storyData({ cards: this.cards, instruments: this.instruments, timeline: this.timeline }, campaign, ahead)),
      stamp: { asOf: asOf.toISOString(), seals: await this.sealsOf(handovers), imports: await this.importsOf(campaign.id) },
    };
  }

  private async all(campaign: string): Promise<HandoverListItem[]> {
    const items: HandoverListItem[] = [];
    for (let page = 1; ; page++) {
      const found = await this.handovers.list({ audience: 'public', campaign, page, pageSize: 200 });
      items.push(...found.items);
      if (found.items.length === 0 || items.length >= found.total) return items;
    }
  }

  private async callsOf(campaign: WholeCampaign, places: readonly ReportPlace[]): Promise<ReportCall[]> {
    const calls: ReportCall[] = [];
    for (const { id } of places) {
      calls.push(...(await this.calls.of(campaign.id, id)).map((call): ReportCall => ({
        id: call.key, jurisdiction: call.jurisdiction, position: call.position, texts: call.texts, goal: call.goal, alsoGoals: call.alsoGoals,
        target: call.target === null ? null : { [campaign.defaultLanguage]: call.target, ...call.targets }, instruments: call.instruments, note: call.note, source: call.source,
      })));
    }
    return calls;
  }

  /** Petitions that are still being written are nobody's to read of. */
  private async places(campaign: WholeCampaign): Promise<ReportPlace[]> {
    const own = campaign.defaultLanguage;
    const rows = await this.db.rows<PlaceRow>(
      `select j.id, j.kind, j.name, j.names, j.position, j.petition_state as state, j.source, l.jurisdiction_id as "sharesCallsOf",
         coalesce(p.addressee, j.addressee) as addressee, p.words -> 'addressee' as addressees,
         array(select m.member_id from jurisdiction_members m where m.campaign_id = j.campaign_id and m.region_id = j.id order by 1) as members,
         array(select m.region_id from jurisdiction_members m where m.campaign_id = j.campaign_id and m.member_id = j.id order by 1) as regions,
         (select json_object_agg(t.language, t.demand) from (select distinct on (language) language, demand from petition_texts where petition_id = p.id order by language, version desc) t) as demand,
         (select json_agg(json_build_object('count', a.count, 'qualifier', a.qualifier, 'note', case when a.import_key is not null then a.note end) order by a.recorded_at, a.id) from attested_counts a where a.petition_id = p.id and a.revoked_at is null) as attested,
         case when p.takes_signatures and c.kind = 'live' and p.status <> 'draft' then p.id end as counting
       from jurisdictions j join campaigns c on c.id = j.campaign_id
       left join petitions p on p.campaign_id = j.campaign_id and p.jurisdiction_id = j.id left join petitions l on l.id = p.shared_from
       where j.campaign_id = $1 and (j.petition_state <> 'petition' or p.status is distinct from 'draft') order by j.position, j.id`, [campaign.id]);
    const known = new Set(rows.map(({ id }) => id));
    const places: ReportPlace[] = [];
    for (const row of rows) {
      places.push({
        id: row.id, kind: row.kind, names: { [own]: row.name, ...row.names }, position: row.position, members: row.members.filter((id) => known.has(id)), regions: row.regions.filter((id) => known.has(id)),
        petition: row.kind === 'world' && row.state === 'petition' ? 'none' : row.state, sharesCallsOf: row.sharesCallsOf,
        addressee: row.addressee === null ? null : { [own]: row.addressee, ...row.addressees }, demand: row.demand ?? {},
        attested: row.kind === 'country' ? (row.attested ?? []) : [], verified: row.counting === null ? null : ((await this.tallies.forPublic(row.counting))?.counted ?? null), source: row.source,
      });
    }
    return places;
  }

  private async claims(campaign: WholeCampaign): Promise<ReportClaim[]> {
    const named = new Map((await this.db.rows<{ key: string; countries: string[] }>(
      `select key, array(select jsonb_array_elements_text(details -> 'countries')) as countries from stated_figures where campaign_id = $1 and details ? 'countries'`, [campaign.id])).map(({ key, countries }) => [key, countries]));
    return campaign.statedFigures.map((one) => ({
      key: one.key, jurisdiction: one.jurisdiction, labels: { [campaign.defaultLanguage]: one.label, ...one.labels }, figure: { count: one.value, qualifier: one.qualifier as Qualifier }, unit: one.unit,
      countries: named.get(one.key) ?? [], source: one.source,
    }));
  }

  private async sealsOf(handovers: readonly HandoverListItem[]): Promise<ReportData['stamp']['seals']> {
    const seals: ReportData['stamp']['seals'] = [];
    for (const { id, key } of handovers) {
      const seal = await this.seals.standing(id, 'public');
      if (seal?.root && seal.statementSha256 && seal.sealedAt) seals.push({ handover: key ?? id, number: seal.number, root: seal.root, statementSha256: seal.statementSha256, sealedAt: seal.sealedAt.toISOString() });
    }
    return seals;
  }

  /** The newest file of each format. */
  private async importsOf(campaignId: number): Promise<ReportData['stamp']['imports']> {
    const rows = await this.db.rows<{ format: string; sha256: string; at: Date }>(
      `select distinct on (format) format, file_sha256 as sha256, at from imports where campaign_id = $1 and format is not null order by format, id desc`, [campaignId]);
    return rows.map(({ format, sha256, at }) => ({ format, sha256, at: at.toISOString() }));
  }
}

function wordsIn(value: unknown): Words {
  return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {};
}

function documentsOf(value: unknown): ReportData['documents'] {
  if (!Array.isArray(value)) return [];
  return (value as { id?: unknown; title?: unknown; author?: unknown; date?: unknown }[]).flatMap(({ id, title, author, date }) => (typeof id === 'string' && typeof title === 'string'
    ? [{ id, title, author: typeof author === 'string' ? author : null, date: typeof date === 'string' ? date : null }] : []));
}
