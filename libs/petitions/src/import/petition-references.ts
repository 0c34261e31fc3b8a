import { at, fault, type Fault } from './faults.js';
import type { CallToActionEntry, PetitionEntry } from './format.js';
import type { FileParts, JurisdictionParts, Part } from './parts.js';

type Petition = Part<Omit<PetitionEntry, 'callsToAction'>>;

export function petitionReferences(one: JurisdictionParts, file: FileParts): Fault[] {
  const calls = one.calls.flatMap((call) => callReferences(call, one, file));
  const { petition } = one;
  if (!petition) return calls;
  return [
    ...sharing(petition, one, file),
    ...standing(petition, one, file),
    ...closing(petition),
    ...texts(petition, one),
    ...history(petition, file),
    ...(file.isRecord && !petition.value.source ? [fault(at(petition.path, 'source'), 'source-missing')] : []),
    ...calls,
  ];
}

function sharing({ path, value }: Petition, one: JurisdictionParts, { directory }: FileParts): Fault[] {
  if (value.sharedFrom === null) return [];
  const faults: Fault[] = [];
  const region = directory.jurisdictions.get(value.sharedFrom);
  const where = at(path, 'sharedFrom');
  if (!region || region.kind === 'country' || region.sharedFrom !== null) faults.push(fault(where, 'unknown-shared-petition', value.sharedFrom));
  else if (!region.members.includes(one.id)) faults.push(fault(where, 'shared-by-a-stranger', value.sharedFrom));
  if (one.callCount > 0) faults.push(fault(at(path, 'callsToAction'), 'shared-has-own-calls'));
  if (Object.keys(value.texts).length > 0) faults.push(fault(at(path, 'texts'), 'shared-has-own-texts'));
  return faults;
}

function standing({ path, value }: Petition, one: JurisdictionParts, file: FileParts): Fault[] {
  const faults: Fault[] = [];
  const { status } = value;
  const isLive = status === 'open' || status === 'draft';
  if (file.isRecord && isLive) faults.push(fault(at(path, 'status'), 'status-not-in-record', status));
  const asks = status === 'open' || status === 'collected' || status === 'closed';
  if (asks && value.sharedFrom === null && one.callCount === 0) faults.push(fault(at(path, 'callsToAction'), 'no-calls'));
  if (status === 'no-petition' && one.callCount > 0) faults.push(fault(at(path, 'callsToAction'), 'calls-without-petition'));
  if (isLive && !value.policies) faults.push(fault(at(path, 'policies'), 'policies-missing'));
  if (liesBefore(value.closes, value.opens)) faults.push(fault(at(path, 'closes'), 'date-order'));
  return faults;
}

function closing({ path, value }: Petition): Fault[] {
  const here = at(path, 'closed');
  const wasClosed = value.status === 'collected' || value.status === 'closed';
  if (!value.closed) return wasClosed ? [fault(here, 'closed-missing')] : [];
  if (!wasClosed) return [fault(here, 'closed-unexpected')];
  if (value.closed.known) return value.closed.date === undefined ? [fault(at(here, 'date'), 'closed-date-missing')] : [];
  return value.closed.date === undefined ? [] : [fault(at(here, 'date'), 'closed-date-unexpected')];
}

/** SECURITY: a petition opens only with a notice in each of its languages. */
function texts({ path, value }: Petition, one: JurisdictionParts): Fault[] {
  const faults: Fault[] = [];
  const offered = Object.keys(value.texts);
  value.languages?.forEach((tag, i) => {
    if (!offered.includes(tag)) faults.push(fault(at(path, 'languages', i), 'language-without-text', tag));
  });
  if (value.languages) {
    for (const tag of offered) if (!value.languages.includes(tag)) faults.push(fault(at(path, 'languages'), 'language-not-listed', tag));
  }
  if (value.status !== 'open' || value.sharedFrom !== null) return faults;
  if (offered.length === 0) faults.push(fault(at(path, 'texts'), 'text-missing'));
  for (const tag of offered) {
    for (const field of ['title', 'preamble', 'privacyNotice'] as const) {
      if (value.texts[tag]?.[field] === undefined) faults.push(fault(at(path, 'texts', tag, field), 'text-incomplete'));
    }
    for (const call of one.calls) {
      if (call.value.text[tag] === undefined) faults.push(fault(at(call.path, 'text', tag), 'language-missing'));
    }
  }
  return faults;
}

function history({ path, value }: Petition, { campaign }: FileParts): Fault[] {
  if (!value.history) return [];
  const here = at(path, 'history');
  const faults: Fault[] = [];
  if (campaign && !campaign.value.demonstration) faults.push(fault(here, 'history-outside-demonstration'));
  for (const field of ['channels', 'countries'] as const) {
    const shares: Record<string, number> | undefined = value.history[field];
    if (!shares) continue;
    const sum = Object.values(shares).reduce((total, share) => total + share, 0);
    if (Math.abs(sum - 1) > 1e-6) faults.push(fault(at(here, field), 'shares-not-one', Number(sum.toFixed(6))));
  }
  return faults;
}

function callReferences({ path, value }: Part<CallToActionEntry>, one: JurisdictionParts, { directory, campaign, isRecord }: FileParts): Fault[] {
  const faults: Fault[] = [];
  if (!value.id.startsWith(`${one.id}-c`)) faults.push(fault(at(path, 'id'), 'id-of-another-jurisdiction', value.id));
  if (!directory.goals.has(value.goal)) faults.push(fault(at(path, 'goal'), 'unknown-goal', value.goal));
  value.alsoGoals.forEach((id, i) => {
    if (!directory.goals.has(id)) faults.push(fault(at(path, 'alsoGoals', i), 'unknown-goal', id));
    else if (id === value.goal) faults.push(fault(at(path, 'alsoGoals', i), 'goal-repeated', id));
  });
  value.instruments.forEach((id, i) => faults.push(...instrumentFaults(id, at(path, 'instruments', i), one.id, directory.instruments)));
  if (typeof value.echoes === 'string' && campaign && campaign.value.echoesCampaign === null) {
    faults.push(fault(at(path, 'echoes'), 'echo-without-campaign', value.echoes));
  }
  if (isRecord && !value.source) faults.push(fault(at(path, 'source'), 'source-missing'));
  return faults;
}

export function instrumentFaults(id: string, path: string, jurisdiction: string, instruments: ReadonlyMap<string, string | null>): Fault[] {
  const owner = instruments.get(id);
  if (owner === undefined) return [fault(path, 'unknown-instrument', id)];
  return owner === null || owner === jurisdiction ? [] : [fault(path, 'instrument-of-another-jurisdiction', id)];
}

/** Only what can be compared without the day of the first start. */
export function liesBefore(later: unknown, earlier: unknown): boolean {
  if (typeof later === 'string' && typeof earlier === 'string') return later < earlier;
  const days = (value: unknown): number =>
    typeof value === 'object' && value !== null && 'daysFromStart' in value ? Number(value.daysFromStart) : Number.NaN;
  return days(later) < days(earlier);
}
