import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CallsReader } from '#libs/calls-to-action';
import { Database } from '#libs/database';
import { type DoorPetition, PetitionDirectory, signable } from '#libs/petitions';
import { PublishedKeys } from '#libs/signatures';
import { deviceUnknown, type Kit, type KitPetition, Sheets } from '#libs/stores';
import { canonicalJson, type JsonValue } from '#libs/vault';

/** How long a store's kit is served from memory: every batch of every tablet asks for its version. */
const FRESH_MS = 5_000;
const MOST_KEPT = 5_000;

/** What a store's kit holds for all of its tablets. */
type StoreKit = Omit<Kit, 'version' | 'serverTime' | 'device' | 'pinReset'>;

interface StoreRow {
  campaignId: number; slug: string; title: Record<string, string>; demonstration: boolean; defaultLanguage: string; controller: string | null; contact: string | null;
  id: string; code: string; name: string; country: string; language: string; timeZone: string;
}

/** Gathers what a tablet needs in order to collect without a network. Nothing in it is secret or personal. */
@Injectable()
export class KitReader {
  private readonly kept = new Map<string, { until: number; kit: Promise<StoreKit> }>();

  constructor(
    private readonly db: Database, private readonly petitions: PetitionDirectory, private readonly calls: CallsReader, private readonly keys: PublishedKeys,
    private readonly sheets: Sheets,
  ) {}

  /** @throws DomainError `devices.unknown` */
  async kit(deviceId: string): Promise<Kit> {
    const [device] = await this.db.rows<{ id: string; name: string; storeId: string; pinReset: number }>(
      `select id, name, store_id as "storeId", pin_reset as "pinReset" from devices where id = $1`, [deviceId]);
    if (!device) throw deviceUnknown();
    const { id, name, storeId, pinReset } = device;
    const content = { ...(await this.ofStore(storeId)), device: { id, name }, pinReset };
    // What JSON drops (undefined) must not be part of what the version is made of.
    const version = createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(content)) as JsonValue)).digest('hex').slice(0, 16);
    return { version, serverTime: new Date().toISOString(), ...content };
  }

  private ofStore(storeId: string): Promise<StoreKit> {
    const found = this.kept.get(storeId);
    if (found && found.until > Date.now()) return found.kit;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const kit = this.read(storeId);
    this.kept.set(storeId, { until: Date.now() + FRESH_MS, kit });
    kit.catch(() => this.kept.delete(storeId));
    return kit;
  }

  private async read(storeId: string): Promise<StoreKit> {
    const [row] = await this.db.rows<StoreRow>(
      `select c.id as "campaignId", c.slug, c.title, c.demonstration, c.default_language as "defaultLanguage", c.controller, c.contact,
              s.id, s.code, s.name, s.jurisdiction_id as country, s.language, s.time_zone as "timeZone"
         from stores s join campaigns c on c.id = s.campaign_id where s.id = $1`, [storeId]);
    if (!row) throw deviceUnknown();
    const slugs = await this.db.rows<{ slug: string }>(
      // Where a law demands names, the page says so above its button; tablets cannot, and offer it not.
      `select slug from petitions p where campaign_id = $1 and jurisdiction_id = $2 and takes_signatures and status <> 'draft'
          and not exists (select 1 from petition_names n where n.petition_id = p.id) order by id`, [row.campaignId, row.country]);
    await this.keys.prepare(row.slug);
    const petitions = await Promise.all(slugs.map(async ({ slug }) => this.petitions.bySlug(slug)));
    return {
      campaign: { slug: row.slug, title: row.title, demonstration: row.demonstration, defaultLanguage: row.defaultLanguage },
      store: { id: row.id, code: row.code, name: row.name, country: row.country, language: row.language, timeZone: row.timeZone },
      keys: this.keys.offered(row.slug),
      petitions: await Promise.all(petitions.flatMap((petition) => (petition ? [this.petition(petition, row)] : []))),
      sheets: await this.sheets.toType(row.id),
    };
  }

  private async petition(petition: DoorPetition, { controller, contact }: StoreRow): Promise<KitPetition> {
    const closesAt = petition.closedAt ?? petition.closesAt;
    return {
      id: petition.id, slug: petition.slug, jurisdiction: petition.jurisdictionId, eligibility: petition.eligibility, minimumAge: petition.minimumAge,
      opensAt: petition.opensAt?.toISOString() ?? null, closesAt: closesAt?.toISOString() ?? null, open: signable(petition, new Date()).state === 'open',
      defaultLanguage: petition.defaultLanguage,
      texts: petition.texts.map(({ language, version, title, demand, notice }) => ({ language, version, title, demand, notice })),
      calls: (await this.calls.ofPetition(petition)).map(({ texts }) => texts),
      partners: [], controller, contact,
    };
  }
}
