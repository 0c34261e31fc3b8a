export {
  ANSWER_HEADER, BATCH_MOST_BYTES, BATCH_MOST_RECORDS, type BatchAnswer, CLOCK_TOLERANCE_S, DEVICE_PROTOCOL, type DeviceBatch, type DevicePairing,
  type DeviceRecord, type DeviceState, DRAIN_DAYS, type Kit, type KitKey, type KitPetition, type KitSheet, type KitText, type RecordOutcome,
  type ShiftReport, TIME_HEADER,
} from './device-protocol.js';
export { type AsideCode } from './collection-rules.js';
export { type CollectingDevice, DeviceRecords, type Judged } from './device-records.js';
export { protocolTakenUntil } from './protocol-rules.js';
export { StoresModule } from './stores.module.js';
export { Stores } from './stores.service.js';
export { Pairing } from './pairing.service.js';
export { Devices } from './devices.service.js';
export { DeviceAccess } from './device-access.service.js';
export { Shifts } from './shifts.service.js';
export { Sheets } from './sheets.service.js';
export { drainOver, drainsUntil, isSilent } from './silence-rules.js';
export { actsOf, parseSheetNumber, SHEET_ACTS, SHEET_STATES, sheetLineId, sheetNumber, type SheetAct, type SheetState } from './sheet-rules.js';
export {
  badSignature, DEVICE_ERRORS, deviceNotAdmitted, deviceRefused, deviceRetired, deviceUnknown, SHEET_ERRORS, sheetUnknown, STORE_ERRORS,
} from './stores.errors.js';
export { DEVICE_DISOWNED, type DeviceDisowned, DEVICE_SILENT, type DeviceSilent, LINE_KEYED_AGAIN, type LineKeyedAgain, LINE_RETYPE, type LineRetype } from './stores.events.js';
export {
  type Agreement, type CsvResult, type DeviceActor, type DeviceLine, type DeviceSighting, type ErrorRate, type LineConflict, type NewPairingCode, type NewStore,
  type PageRequest, type PairingState, type PrintSheets, type Redemption, type SequenceGap, type Sheet, type SheetDestruction, type SheetFilter, type ShiftFigures,
  type ShiftReconciliation, type ShiftResults, type SignedRequest, type SilentDevice, type Store, STORE_KINDS, type StoreActor, type StoreArea, type StoreFilter, type StoreKind,
  type StoreLine, type StorePatch, type StoreScope,
} from './stores.types.js';
