import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { HelpContactEntry, Words } from './import/format.js';
import { type NamesDemand, namesDemandOf, NAMES_SQL, type NamesRow } from './names-rules.js';
import type { PetitionStatus } from './petition-rules.js';

/** The newest version of a petition's text in one language. */
export interface CurrentText {
  language: string;
  version: number;
  title: string;
  demand: string;
  notice: string | null;
  noticeVersion: number;
  /** The version that people see: only a change of meaning raises it. */
  edition: number;
  /** RFC 3339: since when this edition stands. */
  since: string;
  /** RFC 3339: when a small correction was made to it since people sign; null: none was. */
  correctedAt: string | null;
}

/** All that a request at the door needs to know of a petition. */
export interface DoorPetition {
  id: number;
  slug: string;
  campaign: {
    id: number; slug: string; title: Words; kind: 'record' | 'live'; demonstration: boolean; noindex: boolean; asOf: string | null; defaultLanguage: string;
  };
  jurisdictionId: string;
  jurisdiction: { id: string; kind: 'country' | 'region' | 'world'; name: string; names: Words; regions: string[] };
  status: PetitionStatus;
  takesSignatures: boolean;
  /** The regional petition whose texts and calls apply here. */
  sharedFrom: { id: number; slug: string; jurisdictionId: string } | null;
  confirmation: 'required' | 'none';
  eligibility: 'anyone' | 'residents';
  privacy: 'standard' | 'high';
  minimumAge: number;
  target: number | null;
  opensAt: Date | null;
  closesAt: Date | null;
  openedAt: Date | null;
  closedAt: Date | null;
  closedReason: string | null;
  defaultLanguage: string;
  timeZone: string;
  addressee: string | null;
  /** Other languages of the addressee. */
  addressees: Words;
  /** The campaign's, then the petition's own. */
  helpContacts: HelpContactEntry[];
  /** The petition's own language first. */
  texts: CurrentText[];
  /** Keys of the partners whose news a signer may ask for. */
  updatePartners: string[];
  /** Which law demands names of those who sign here, and to whom they go; null: nobody's name ever leaves. */
  names: NamesDemand | null;
}

/** Well within the second in which a change is to be public. */
const FRESH_MS = 600;
/** With the database away, what was read last goes on being served so long: people can sign on, for their signatures wait in Redis. */
const STALE_MS = 600_000;
/** How long a look at the database may take before what was read last is served instead. */
const PATIENCE_MS = 1_000;
/** The same, where it did not answer the time before: it is away, and nobody has to wait to find that out again. */
const BRIEF_PATIENCE_MS = 50;
const MOST_KEPT = 1_000;

interface Known {
  readUntil: number;
  reading: Promise<DoorPetition | null>;
  /** What `reading` gave. */
  given?: DoorPetition | null;
  last: { petition: DoorPetition | null; at: number } | null;
  /** What was read last was served, because this reading failed or took too long. */
  unanswered: boolean;
}

/** Petitions by slug, kept in memory for a moment: many people sign the same one. */
@Injectable()
export class PetitionDirectory {
  private readonly known = new Map<string, Known>();

  constructor(private readonly db: Database) {}

  bySlug(slug: string): Promise<DoorPetition | null> {
    const found = this.known.get(slug);
    if (found && found.readUntil > performance.now()) return found.reading;
    if (!found && this.known.size >= MOST_KEPT) this.letOneGo();
    const last = found?.last && found.last.at > performance.now() - STALE_MS ? found.last : null;
    const entry: Known = { readUntil: performance.now() + FRESH_MS, last, unanswered: false, reading: this.look(slug, last, found?.unanswered ? BRIEF_PATIENCE_MS : PATIENCE_MS) };
    this.known.set(slug, entry);
    entry.reading.then((petition) => { entry.given = petition; }, () => this.known.delete(slug));
    return entry.reading;
  }

  /** The same without waiting, for the many who come within a second; undefined: `bySlug` has to be asked. */
  atHand(slug: string): DoorPetition | null | undefined {
    const found = this.known.get(slug);
    return found && found.readUntil > performance.now() ? found.given : undefined;
  }

  private look(slug: string, last: Known['last'], patienceMs: number): Promise<DoorPetition | null> {
    const reading = this.read(slug).then((petition) => {
      const entry = this.known.get(slug);
      if (entry) entry.last = { petition, at: performance.now() };
      return petition;
    });
    if (!last) return reading;
    let answered = false;
    const instead = (): DoorPetition | null => {
      const entry = this.known.get(slug);
      if (entry && !answered) entry.unanswered = true;
      return last.petition;
    };
    const tired = new Promise<DoorPetition | null>((resolve) => setTimeout(() => resolve(instead()), patienceMs).unref());
    return Promise.race([reading.then((petition) => { answered = true; return petition; }, instead), tired]);
  }

  /**
   * Slugs come from outside and must not fill the memory: one that is no petition's goes first. Whoever asks for made-up ones while the
   * database is away would else make it forget those that people sign.
   */
  private letOneGo(): void {
    for (const [slug, { last }] of this.known) if (!last?.petition) return void this.known.delete(slug);
    this.known.delete(this.known.keys().next().value as string);
  }

  /** To be called after a change was committed here; other processes follow within a second. All go: petitions share texts. */
  forget(): void {
    this.known.clear();
  }

  private async read(slug: string): Promise<DoorPetition | null> {
    if (slug.length > 200) return null;
    const [row] = await this.db.rows<Omit<DoorPetition, 'names'> & { names: NamesRow | null }>(DOOR_SQL, [slug]);
    return row ? { ...row, names: row.names && namesDemandOf(row.slug, row.names) } : null;
  }
}

const DOOR_SQL = `
  select p.id, p.slug, p.jurisdiction_id as "jurisdictionId", p.status, p.takes_signatures as "takesSignatures",
    p.confirmation, p.eligibility, p.privacy, p.minimum_age as "minimumAge", p.target,
    p.opens_at as "opensAt", p.closes_at as "closesAt", p.opened_at as "openedAt", p.closed_at as "closedAt", p.closed_reason as "closedReason",
    p.default_language as "defaultLanguage", p.time_zone as "timeZone", p.addressee, coalesce(p.words -> 'addressee', '{}') as addressees,
    coalesce(c.details -> 'helpContacts', '[]') || p.help_contacts as "helpContacts",
    json_build_object('id', c.id, 'slug', c.slug, 'title', c.title, 'kind', c.kind, 'demonstration', c.demonstration, 'noindex', c.noindex,
      'asOf', c.as_of, 'defaultLanguage', c.default_language) as campaign,
    json_build_object('id', j.id, 'kind', j.kind, 'name', j.name, 'names', j.names,
      'regions', coalesce((select json_agg(m.region_id order by m.region_id) from jurisdiction_members m where m.campaign_id = j.campaign_id and m.member_id = j.id), '[]')) as jurisdiction,
    case when s.id is null then null else json_build_object('id', s.id, 'slug', s.slug, 'jurisdictionId', s.jurisdiction_id) end as "sharedFrom",
    coalesce((
      select json_agg(json_build_object('language', t.language, 'version', t.version, 'title', t.title, 'demand', t.demand, 'notice', t.notice, 'noticeVersion', t.notice_version,
                        'edition', t.edition, 'since', t.since, 'correctedAt', case when t.change = 'correction' and p.opened_at < t.created_at then t.created_at end)
                      order by t.language <> p.default_language, t.first)
        from (select distinct on (x.language) x.*, min(x.id) over (partition by x.language) as first, min(x.created_at) over (partition by x.language, x.edition) as since
                from petition_texts x where x.petition_id = coalesce(p.shared_from, p.id) order by x.language, x.version desc) t), '[]') as texts,
    coalesce((select json_agg(a.key order by a.position) from partners a where a.campaign_id = p.campaign_id and a.sends_updates), '[]') as "updatePartners",
    ${NAMES_SQL} as names
  from petitions p
  join campaigns c on c.id = p.campaign_id
  join jurisdictions j on j.campaign_id = p.campaign_id and j.id = p.jurisdiction_id
  left join petitions s on s.id = p.shared_from
  where p.slug = $1`;
