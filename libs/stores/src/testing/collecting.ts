import { AuditLog } from '#libs/access';
import type { AppConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { DeviceAccess } from '../device-access.service.js';
import { Devices } from '../devices.service.js';
import { Pairing } from '../pairing.service.js';
import { Sheets } from '../sheets.service.js';
import { Shifts } from '../shifts.service.js';
import { Stores } from '../stores.service.js';
import type { Store } from '../stores.types.js';
import { SigningTablet } from './signing-tablet.js';

export const actor = { id: 'user-1', name: 'Manager of the North' };
export const ROOT_FINGERPRINT = 'ab'.repeat(32);

/** A campaign of three countries with an open petition, and everything of this lib on a real database. */
export class Collecting {
  readonly audit: AuditLog;
  readonly stores: Stores;
  readonly pairing: Pairing;
  readonly devices: Devices;
  readonly access: DeviceAccess;
  readonly shifts: Shifts;
  readonly sheets: Sheets;
  campaignId = 0;
  petitionId = 0;
  private made = 0;

  private constructor(private readonly drop: () => Promise<void>, readonly db: Database) {
    this.audit = new AuditLog(db);
    this.stores = new Stores(db, this.audit);
    this.pairing = new Pairing(db, this.audit);
    this.devices = new Devices(db, this.audit);
    this.access = new DeviceAccess(db);
    this.shifts = new Shifts(db, this.audit);
    this.sheets = new Sheets(db, this.audit);
  }

  /** On the database of `testDatabase()`, which it drops at the end. */
  static async start(test: { config: AppConfig; drop: () => Promise<void> }): Promise<Collecting> {
    const collecting = new Collecting(test.drop, new Database(await dataSourceFor(test.config.database, { entities: [], poolSize: 12 }).initialize()));
    await collecting.seed();
    return collecting;
  }

  async end(): Promise<void> {
    await this.db.dataSource.destroy();
    await this.drop();
  }

  private async seed(): Promise<void> {
    const [campaign] = await this.db.rows<{ id: number }>(`insert into campaigns (slug, title, kind) values ('living', '{"en": "Living"}', 'live') returning id`);
    this.campaignId = campaign?.id ?? 0;
    await this.db.rows(
      `insert into jurisdictions (campaign_id, id, kind, iso2, name)
       select $1, * from (values ('GB', 'country', 'GB', 'Britain'), ('FR', 'country', 'FR', 'France'), ('region-west', 'region', null, 'The West')) j(id, kind, iso2, name)`, [this.campaignId]);
    const [petition] = await this.db.rows<{ id: number }>(
      `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language) values ($1, 'GB', 'living-gb', true, 'open', 'standard', 'en') returning id`, [this.campaignId]);
    this.petitionId = petition?.id ?? 0;
    await this.db.rows(
      `insert into petition_texts (petition_id, language, version, title, demand, notice) values ($1, 'en', 1, 'Old', 'Old', 'Notice'), ($1, 'en', 2, 'New', 'New', 'Notice'), ($1, 'cy', 1, 'Cymraeg', 'Galw', null)`,
      [this.petitionId]);
  }

  async rootKey(): Promise<void> {
    await this.db.rows(
      `insert into campaign_keys (campaign_id, key_id, month, public_key, root_public_key, root_fingerprint, signature) values ($1, 'k1', '2026-11', 'p', 'r', $2, 's') on conflict do nothing`,
      [this.campaignId, ROOT_FINGERPRINT]);
  }

  /** A store, with the agreement unless told otherwise. */
  async store({ agreed = true, ...more }: { agreed?: boolean; code?: string; name?: string; area?: string; jurisdictionId?: string } = {}): Promise<Store> {
    const store = await this.stores.create(
      { campaignId: this.campaignId, jurisdictionId: 'GB', code: `shop-${++this.made}`, name: `Shop ${this.made}`, language: 'en', timeZone: 'Europe/London', ...more }, actor);
    return agreed ? this.stores.recordAgreement(store.id, { signedOn: '2026-11-01', signedBy: 'Ada Berg', document: 'Binder 7' }, actor) : store;
  }

  redemption(code: string, tablet: SigningTablet): { code: string; publicKey: string; appVersion: string; storageProtected: boolean } {
    return { code, publicKey: tablet.publicKey, appVersion: '1.0.0', storageProtected: true };
  }

  /** A tablet that was paired and, unless told otherwise, admitted. */
  async device(storeId: string, { admitted = true } = {}): Promise<{ id: string; tablet: SigningTablet; pairedAt: Date }> {
    await this.rootKey();
    const tablet = new SigningTablet();
    const { code } = await this.pairing.newCode(storeId, { deviceName: 'Till' }, actor);
    const { device } = await this.pairing.redeem(this.redemption(code, tablet));
    if (admitted) await this.pairing.admit(device, actor);
    const pairedAt = (await this.devices.byId(device))?.pairedAt ?? new Date();
    return { id: device, tablet, pairedAt };
  }

  /** Lines of the journal, as `DeviceRecords` writes them. */
  async journal(deviceId: string, rows: { seq: number; outcome?: string; shiftId?: string; sheetId?: string; line?: number; recordId?: string }[]): Promise<void> {
    for (const row of rows) {
      await this.db.rows(
        `insert into device_records (signed_at, device_clock, seq, offset_ms, device_id, record_id, shift_id, sheet_id, petition_id, line, channel, outcome, payload_hash)
         values (now(), now(), $1, 0, $2, coalesce($3, gen_random_uuid()), $4, $5, $6, $7, $8, $9, '\\x00')`,
        [row.seq, deviceId, row.recordId ?? null, row.shiftId ?? null, row.sheetId ?? null, this.petitionId, row.line ?? null, row.sheetId ? 'paper' : 'store', row.outcome ?? 'stored'],
      );
    }
  }

  async auditActions(): Promise<string[]> {
    return (await this.db.rows<{ action: string }>(`select action from audit_log order by n`)).map((row) => row.action);
  }
}

/** Code, and the fields at fault, of what was refused. */
export async function refusal(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(() => { throw new Error('nothing was refused'); }, (reason: unknown) => reason as { code?: string; fields?: { field: string; code: string }[] });
  if (typeof error.code !== 'string' || !error.fields) throw error as Error;
  return [error.code, ...error.fields.map((fault) => `${fault.field}: ${fault.code}`)];
}
