import { Module } from '@nestjs/common';
import { StoresModule } from '#libs/stores';
import { TalliesModule } from '#libs/tallies';
import { SigningModule } from '../../signing/signing.module.js';
import { SheetAttesting } from './sheet-attesting.js';
import { StoreDevicesController } from './store-devices.controller.js';
import { StoreImport } from './store-import.js';
import { StoreLists } from './store-lists.js';
import { StoreRights } from './store-rights.js';
import { StoreSheetsController } from './store-sheets.controller.js';
import { StoreShiftsController } from './store-shifts.controller.js';
import { StoresController } from './stores.controller.js';

const SHARED = [SheetAttesting, StoreImport, StoreLists, StoreRights];

/** Stores, their tablets, shifts and sheets under /api/v1, for those who look after them. */
@Module({ imports: [SigningModule, StoresModule, TalliesModule], controllers: [StoresController, StoreDevicesController, StoreShiftsController, StoreSheetsController], providers: SHARED, exports: [...SHARED, StoresModule] })
export class StoresApiModule {}
