import { at, fault, type Fault } from './faults.js';
import type { JurisdictionEntry } from './format.js';
import type { FileParts, JurisdictionParts, Part } from './parts.js';

export function jurisdictionReferences(one: JurisdictionParts, file: FileParts): Fault[] {
  if (!one.own) return [];
  const { path, value } = one.own;
  return [
    ...identity(one.own),
    ...membership(one.own, file),
    ...(value.groups ?? []).flatMap((id, i) => (file.directory.groups.has(id) ? [] : [fault(at(path, 'groups', i), 'unknown-group', id)])),
    ...collected(one.own, file),
    ...(value.timeZone === undefined || isTimeZone(value.timeZone) ? [] : [fault(at(path, 'timeZone'), 'unknown-time-zone', value.timeZone)]),
    ...(file.isRecord && !value.source ? [fault(at(path, 'source'), 'source-missing')] : []),
  ];
}

type Own = Part<Omit<JurisdictionEntry, 'petition' | 'handovers'>>;

function identity({ path, value }: Own): Fault[] {
  const form = { country: /^[A-Z]{2}$/, region: /^region-/, global: /^global-/ }[value.kind];
  if (!form.test(value.id)) return [fault(at(path, 'id'), 'kind-differs-from-id', value.id)];
  if (value.kind !== 'country') return [];
  if (value.iso2 === undefined) return [fault(at(path, 'iso2'), 'missing')];
  return value.iso2 === value.id ? [] : [fault(at(path, 'iso2'), 'country-code-differs', value.iso2)];
}

function membership({ path, value }: Own, { directory }: FileParts): Fault[] {
  const faults: Fault[] = [];
  if (value.kind === 'country' && value.members) faults.push(fault(at(path, 'members'), 'members-of-a-country'));
  if (value.kind !== 'country' && !value.members) faults.push(fault(at(path, 'members'), 'members-missing'));
  value.members?.forEach((id, i) => {
    if (id !== '*' && !directory.jurisdictions.has(id)) faults.push(fault(at(path, 'members', i), 'unknown-jurisdiction', id));
  });
  value.regions?.forEach((id, i) => {
    const region = directory.jurisdictions.get(id);
    if (!region) faults.push(fault(at(path, 'regions', i), 'unknown-jurisdiction', id));
    else if (!region.members.includes(value.id)) faults.push(fault(at(path, 'regions', i), 'region-does-not-list-it', id));
  });
  return faults;
}

function collected({ path, value }: Own, { directory }: FileParts): Fault[] {
  if (!value.collected) return [];
  const here = at(path, 'collected');
  const { signatures, qualifier, sameAs } = value.collected;
  const faults = qualifierFaults(signatures, qualifier, at(here, 'qualifier'));
  if (sameAs === undefined) return faults;
  const handover = directory.handovers.get(sameAs);
  if (handover?.jurisdiction !== value.id) return [...faults, fault(at(here, 'sameAs'), 'unknown-handover', sameAs)];
  if (handover.signatures !== signatures || handover.qualifier !== qualifier) faults.push(fault(at(here, 'sameAs'), 'same-figure-differs'));
  return faults;
}

/** A count without a qualifier is read as exact by one and as a lower bound by another: neither is guessed. */
export function qualifierFaults(count: number | null, qualifier: string | null, path: string): Fault[] {
  if (count !== null && qualifier === null) return [fault(path, 'qualifier-missing')];
  return count === null && qualifier !== null ? [fault(path, 'qualifier-without-count')] : [];
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
