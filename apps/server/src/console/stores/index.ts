import { PairingCookie } from './pairing-cookie.js';
import { PrintableReader } from './read/printable.js';
import { SumsReader } from './read/sums.js';
import { SheetsController } from './sheets.controller.js';
import { ShiftsController } from './shifts.controller.js';
import { StorePageController } from './store-page.controller.js';
import { StoresPagesController } from './stores-pages.controller.js';
import { SumsController } from './sums.controller.js';
import { TabletsController } from './tablets.controller.js';

/** Fixed paths before those with a parameter in their place. */
export const STORE_PAGES = [StoresPagesController, SumsController, StorePageController, TabletsController, ShiftsController, SheetsController];
export const STORE_READERS = [PairingCookie, PrintableReader, SumsReader];
