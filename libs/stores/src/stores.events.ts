/** A line is to be typed anew: its record so far, of the first keying, ceases to count. */
export const LINE_RETYPE = 'stores.line-retype';
export interface LineRetype {
  petitionId: number;
  recordId: string;
}

/** Tablets have not been seen for a day and hold something: all that one look found, so that whoever is told of them is told at once. Each once, until it was seen again. */
export const DEVICE_SILENT = 'stores.device-silent';
export interface DeviceSilent {
  /** Names the look. */
  run: string;
  devices: string[];
}

/** A line was typed a second time: the worker compares the two. */
export const LINE_KEYED_AGAIN = 'stores.line-keyed-again';
export interface LineKeyedAgain {
  keying: string;
}

/** What a stolen tablet handed over since an instant (ISO 8601, of receipt) is held to be no true signatures. */
export const DEVICE_DISOWNED = 'stores.device-disowned';
export interface DeviceDisowned {
  deviceId: string;
  since: string;
}
