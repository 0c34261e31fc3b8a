import { randomUUID } from 'node:crypto';
import { AuditLog } from '#libs/access';
import { type Database } from '#libs/database';
import { Devices, Pairing, Sheets, Shifts, Stores } from '#libs/stores';

export const MANAGER = { id: 'test-manager', name: 'Test manager' };

/** Stores and what belongs to them, put together by hand, without HTTP. */
export interface StoreParts {
  stores: Stores;
  pairing: Pairing;
  devices: Devices;
  shifts: Shifts;
  sheets: Sheets;
  /** A store with its agreement, in the country of this petition; returns its id and link code. */
  storeFor(petition: string): Promise<{ id: string; code: string }>;
}

export function storeParts(db: Database): StoreParts {
  const audit = new AuditLog(db);
  const stores = new Stores(db, audit);
  return {
    stores, pairing: new Pairing(db, audit), devices: new Devices(db, audit), shifts: new Shifts(db, audit), sheets: new Sheets(db, audit),
    storeFor: async (petition) => {
      const [place] = await db.rows<{ campaignId: number; jurisdictionId: string }>(`select campaign_id as "campaignId", jurisdiction_id as "jurisdictionId" from petitions where slug = $1`, [petition]);
      if (!place) throw new Error(`no petition ${petition}`);
      const code = `store-${randomUUID().slice(0, 8)}`;
      const { id } = await stores.create({ ...place, code, name: `Store ${code}`, area: 'North', town: 'Leeds', language: 'en', timeZone: 'Europe/London' }, MANAGER);
      await stores.recordAgreement(id, { signedOn: '2026-01-15', signedBy: 'Somebody', document: 'File 1' }, MANAGER);
      return { id, code };
    },
  };
}
