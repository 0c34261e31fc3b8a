import { Injectable } from '@nestjs/common';
import { AccessService, type Actor, notFound } from '#libs/access';
import { Database } from '#libs/database';
import { type DeviceLine, Devices, type Sheet, Sheets, type ShiftReconciliation, Shifts, type Store, type StoreActor, Stores } from '#libs/stores';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is found, with the store it belongs to. */
type With<Name extends string, Thing> = { store: Store } & Record<Name, Thing>;

/**
 * Finds a store and what belongs to it, for those who look after it: asked by JSON and pages alike. What is another's store's is
 * told as what is not there.
 */
@Injectable()
export class StoreRights {
  constructor(
    private readonly db: Database, private readonly access: AccessService, private readonly stores: Stores, private readonly devices: Devices, private readonly shifts: Shifts, private readonly sheets: Sheets,
  ) {}

  /** @throws DomainError `access.not_found`, `access.forbidden` to those who may read there but not collect */
  async store(id: string, actor: Actor): Promise<Store> {
    const store = UUID.test(id) ? await this.stores.byId(id) : null;
    if (!store) throw notFound();
    await this.access.require(actor, 'collect', scopeOf(store));
    return store;
  }

  /** A place where no store is yet: whoever looks after all of it may open one. */
  async requireAt(actor: Actor, place: { campaignId: number; jurisdictionId: string; area: string | null }): Promise<void> {
    await this.access.require(actor, 'collect', place);
  }

  async device(id: string, actor: Actor): Promise<With<'device', DeviceLine>> {
    const device = UUID.test(id) ? await this.devices.byId(id) : null;
    if (!device) throw notFound();
    return { device, store: await this.store(device.storeId, actor) };
  }

  async shift(id: string, actor: Actor): Promise<With<'shift', ShiftReconciliation>> {
    const shift = UUID.test(id) ? await this.shifts.byId(id) : null;
    if (!shift) throw notFound();
    return { shift, store: await this.store(shift.storeId, actor) };
  }

  /** Null also for what is no id. */
  async sheetOf(storeId: string, id: string): Promise<Sheet | null> {
    const sheet = UUID.test(id) ? await this.sheets.byId(id) : null;
    return sheet?.storeId === storeId ? sheet : null;
  }

  /** Whether a second keying is of a sheet of this store. */
  async keyingIn(storeId: string, keyingId: string): Promise<boolean> {
    return UUID.test(keyingId) && (await this.db.rows(`select 1 from sheet_keyings k join sheets s on s.id = k.sheet_id where k.id = $1 and s.store_id = $2`, [keyingId, storeId])).length > 0;
  }

  /** The store of a second keying. @throws DomainError `access.not_found` */
  async storeOfKeying(keyingId: string, actor: Actor): Promise<Store> {
    const [row] = UUID.test(keyingId) ? await this.db.rows<{ id: string }>(`select s.store_id as id from sheet_keyings k join sheets s on s.id = k.sheet_id where k.id = $1`, [keyingId]) : [];
    if (!row) throw notFound();
    return this.store(row.id, actor);
  }

  async sheet(id: string, actor: Actor): Promise<With<'sheet', Sheet>> {
    const sheet = UUID.test(id) ? await this.sheets.byId(id) : null;
    if (!sheet) throw notFound();
    return { sheet, store: await this.store(sheet.storeId, actor) };
  }
}

export const scopeOf = (store: Pick<Store, 'id' | 'campaignId' | 'jurisdictionId' | 'area'>) =>
  ({ campaignId: store.campaignId, jurisdictionId: store.jurisdictionId, storeId: store.id, area: store.area });

export const asStoreActor = (actor: Actor): StoreActor => ({ id: actor.userId, name: actor.name });
