import { edtfBounds } from './edtf-bounds.js';
import { at, fault, type Fault } from './faults.js';
import type { CommitmentEntry } from './format.js';
import { isTimeZone, qualifierFaults } from './jurisdiction-references.js';
import { instrumentFaults, liesBefore } from './petition-references.js';
import type { FileParts, HandoverPart, JurisdictionParts, Part } from './parts.js';

export function handoverReferences(one: JurisdictionParts, file: FileParts): Fault[] {
  return one.handovers.flatMap((handover) => [
    ...itself(handover, one, file),
    ...(handover.value.status === 'held' ? held(handover) : []),
    ...handover.commitments.flatMap((commitment) => commitmentReferences(commitment, handover, one, file)),
  ]);
}

const LEVEL_OF = { country: 'national', region: 'regional', global: 'global' } as const;

function itself({ path, value, commitments }: HandoverPart, one: JurisdictionParts, { directory, isRecord }: FileParts): Fault[] {
  const faults = qualifierFaults(value.signatures, value.signaturesQualifier, at(path, 'signaturesQualifier'));
  if (!value.id.startsWith(`${one.id}-h`)) faults.push(fault(at(path, 'id'), 'id-of-another-jurisdiction', value.id));
  if (one.own && LEVEL_OF[one.own.value.kind] !== value.level) faults.push(fault(at(path, 'level'), 'level-differs', value.level));
  value.countedFor.forEach((id, i) => {
    if (id !== '*' && !directory.jurisdictions.has(id)) faults.push(fault(at(path, 'countedFor', i), 'unknown-jurisdiction', id));
  });
  value.presentedBy.forEach((who, i) => {
    if (who.name === null && !who.description) faults.push(fault(at(path, 'presentedBy', i, 'description'), 'presenter-unnamed'));
  });
  if (value.timeZone !== undefined && !isTimeZone(value.timeZone)) faults.push(fault(at(path, 'timeZone'), 'unknown-time-zone', value.timeZone));
  if (value.status === 'planned' && commitments.length > 0) faults.push(fault(at(path, 'commitments'), 'commitment-before-handover'));
  if (liesBefore(value.response?.date, value.date)) faults.push(fault(at(path, 'response', 'date'), 'date-order'));
  if (isRecord && !value.source) faults.push(fault(at(path, 'source'), 'source-missing'));
  return faults;
}

function held({ path, value }: HandoverPart): Fault[] {
  const faults: Fault[] = [];
  const isToTheDay = typeof value.date === 'string' ? edtfBounds(value.date)?.precision === 'day' : (value.date?.precision ?? 'day') === 'day';
  // A date that cannot be read is told elsewhere, once.
  const isReadable = typeof value.date !== 'string' || edtfBounds(value.date) !== null;
  if (value.date === null || (isReadable && !isToTheDay)) faults.push(fault(at(path, 'date'), 'held-without-day'));
  if (value.date !== null && typeof value.date !== 'string' && value.date.daysFromStart > 0) faults.push(fault(at(path, 'date'), 'held-in-the-future'));
  if (value.recipients.length === 0) faults.push(fault(at(path, 'recipients'), 'held-without-recipient'));
  if (value.presentedBy.length === 0) faults.push(fault(at(path, 'presentedBy'), 'held-without-presenter'));
  if (value.signatures === null) faults.push(fault(at(path, 'signatures'), 'held-without-signatures'));
  return faults;
}

function commitmentReferences(commitment: Part<CommitmentEntry>, handover: HandoverPart, one: JurisdictionParts, file: FileParts): Fault[] {
  const { path, value } = commitment;
  const faults = answerFaults(commitment, one, file);
  if (!value.id.startsWith(`${handover.value.id}-m`)) faults.push(fault(at(path, 'id'), 'id-of-another-jurisdiction', value.id));
  if (value.instrument !== null) faults.push(...instrumentFaults(value.instrument, at(path, 'instrument'), one.id, file.directory.instruments));
  const hasEnded = value.status === 'fulfilled' || value.status === 'broken' || value.status === 'withdrawn';
  if (hasEnded && value.date === null) faults.push(fault(at(path, 'date'), 'ended-without-date', value.status));
  if (!hasEnded && value.date !== null) faults.push(fault(at(path, 'date'), 'date-without-end'));
  if (liesBefore(value.due, handover.value.date)) faults.push(fault(at(path, 'due'), 'date-order'));
  if (file.isRecord && !value.source) faults.push(fault(at(path, 'source'), 'source-missing'));
  return faults;
}

/** A commitment answers calls that were put to this jurisdiction: its own, or those of the region it borrows from. */
function answerFaults({ path, value }: Part<CommitmentEntry>, one: JurisdictionParts, { directory }: FileParts): Fault[] {
  const here = at(path, 'answers');
  const entry = directory.jurisdictions.get(one.id);
  const addressed = directory.jurisdictions.get(entry?.sharedFrom ?? one.id)?.callIds ?? [];
  if (value.answers === 'all') return addressed.length > 0 ? [] : [fault(here, 'answers-without-calls')];
  if (value.answers.length === 0) return value.answersNote === undefined ? [fault(at(path, 'answersNote'), 'commitment-note-missing')] : [];
  return value.answers.flatMap((id, i) => {
    if (addressed.includes(id)) return [];
    return [fault(at(here, i), directory.calls.has(id) ? 'call-of-another-jurisdiction' : 'unknown-call', id)];
  });
}
