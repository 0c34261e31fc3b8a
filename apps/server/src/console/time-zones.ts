/** Zones by area and place, as people look for them; made once. */
const OPTIONS = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))].map((zone) => ({ value: zone, label: zone.replace(/_/g, ' ') }));

export const timeZoneOptions = (): readonly { value: string; label: string }[] => OPTIONS;
