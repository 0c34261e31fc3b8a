export interface TimeZoneOption {
  value: string;
  label: string;
}

const optionOf = (zone: string): TimeZoneOption => ({ value: zone, label: zone.replace(/_/g, ' ') });

/** Zones by area and place, as people look for them; made once. */
const OPTIONS: readonly TimeZoneOption[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))].map(optionOf);

/**
 * Zones to choose from. Of a zone with several names (Asia/Kolkata, Europe/Kyiv) the runtime lists one: the name that is `chosen`
 * is always among them, or the form would send another zone than the one that stands.
 */
export function timeZoneOptions(chosen?: string | null): readonly TimeZoneOption[] {
  return !chosen || OPTIONS.some(({ value }) => value === chosen) ? OPTIONS : [optionOf(chosen), ...OPTIONS];
}
