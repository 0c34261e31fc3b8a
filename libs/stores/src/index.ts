export {
  ANSWER_HEADER, BATCH_HEADER, BATCH_MOST_BYTES, BATCH_MOST_RECORDS, type BatchAnswer, CLOCK_TOLERANCE_S, DEVICE_PROTOCOL, DEVICE_STATES, type DeviceBatch,
  type DevicePairing, type DeviceRecord, type DeviceState, DRAIN_DAYS, type Kit, type KitKey, type KitPetition, type KitSheet, type KitText, type RecordOutcome,
  type ShiftReport, TIME_HEADER,
} from './device-protocol.js';
