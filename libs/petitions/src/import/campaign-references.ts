import { at, fault, type Fault } from './faults.js';
import { readEdtf } from './edtf-bounds.js';
import { child, list, text, type FileParts } from './parts.js';

/** Lists whose ids have to differ among themselves, by the way to them; `*` is every entry. */
const ID_LISTS = [
  'documents', 'campaign/partners', 'campaign/groups', 'campaign/goals', 'campaign/indicators', 'campaign/ratings', 'campaign/instruments',
  'campaign/globalCalls', 'campaign/figures', 'campaign/plannedPresentations', 'campaign/whatYouCanDo', 'campaign/helpContacts', 'jurisdictions',
  'jurisdictions/*/petition/callsToAction', 'jurisdictions/*/handovers', 'jurisdictions/*/handovers/*/commitments',
];

export function duplicateIds(json: unknown): Fault[] {
  return ID_LISTS.flatMap((way) => {
    const seen = new Set<string>();
    return collect(json, [...way.split('/'), '*'], '').flatMap(({ path, value }) => {
      const id = text(child(value, 'id'));
      if (id === null) return [];
      if (seen.has(id)) return [fault(at(path, 'id'), 'duplicate-id', id)];
      seen.add(id);
      return [];
    });
  });
}

/** The box of the campaign's own news goes by this id among the partners' boxes. */
const RESERVED_PARTNER = 'campaign';

export function reservedIds(json: unknown): Fault[] {
  return collect(json, ['campaign', 'partners', '*'], '').flatMap(({ path, value }) => (text(child(value, 'id')) === RESERVED_PARTNER ? [fault(at(path, 'id'), 'reserved-id', RESERVED_PARTNER)] : []));
}

function collect(value: unknown, way: string[], path: string): { path: string; value: unknown }[] {
  const [step, ...rest] = way;
  if (step === undefined) return [{ path, value }];
  if (step !== '*') return collect(child(value, step), rest, at(path, step));
  return list(value).flatMap((one, index) => collect(one, rest, at(path, index)));
}

const DATE_FIELDS = new Set(['date', 'due', 'opens', 'closes', 'announced', 'published', 'launch', 'recordAsOf']);

/** Dates that cannot be read or cannot be, and documents that do not exist, wherever in the file they stand. */
export function datesAndSources(json: unknown, parts: FileParts, told: ReadonlySet<string>): Fault[] {
  const faults: Fault[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const here = at(path, key);
      if (DATE_FIELDS.has(key) && !told.has(here)) faults.push(...dateFaults(inner, here, parts.isRecord));
      const document = text(child(inner, 'document'));
      if (/source$/i.test(key) && document !== null && !parts.directory.documents.has(document)) {
        faults.push(fault(at(here, 'document'), 'unknown-document', document));
      }
      visit(inner, here);
    }
  };
  visit(json, '');
  return faults;
}

function dateFaults(value: unknown, path: string, isRecord: boolean): Fault[] {
  if (typeof value === 'string') {
    const reading = readEdtf(value);
    return reading.ok ? [] : [fault(path, reading.why === 'impossible' ? 'date-impossible' : 'date-unreadable', value)];
  }
  const isRelative = child(value, 'daysFromStart') !== undefined;
  return isRelative && isRecord ? [fault(path, 'relative-date-in-record')] : [];
}

export function campaignReferences({ campaign, directory, jurisdictions, isRecord }: FileParts): Fault[] {
  if (!campaign) return [];
  const { path, value } = campaign;
  const faults: Fault[] = [];
  const known = (set: { has(id: string): boolean }, id: string, where: string, code: 'unknown-goal' | 'unknown-jurisdiction' | 'unknown-handover'): void => {
    if (!set.has(id)) faults.push(fault(where, code, id));
  };
  value.indicators?.forEach((one, i) => known(directory.goals, one.goal, at(path, 'indicators', i, 'goal'), 'unknown-goal'));
  value.globalCalls?.forEach((one, i) => known(directory.goals, one.goal, at(path, 'globalCalls', i, 'goal'), 'unknown-goal'));
  value.instruments.forEach((one, i) => {
    if (one.jurisdiction !== null) known(directory.jurisdictions, one.jurisdiction, at(path, 'instruments', i, 'jurisdiction'), 'unknown-jurisdiction');
  });
  value.figures?.forEach((one, i) =>
    one.countries?.forEach((id, n) => known(directory.jurisdictions, id, at(path, 'figures', i, 'countries', n), 'unknown-jurisdiction')));
  value.plannedPresentations?.forEach((one, i) => {
    if (one.handover !== null) known(directory.handovers, one.handover, at(path, 'plannedPresentations', i, 'handover'), 'unknown-handover');
  });
  if (!value.languages.includes(value.language)) faults.push(fault(at(path, 'languages'), 'language-not-listed', value.language));
  if (value.years && value.years.end < value.years.start) faults.push(fault(at(path, 'years', 'end'), 'date-order'));
  if (isRecord && value.recordAsOf === null) faults.push(fault(at(path, 'recordAsOf'), 'as-of-missing'));
  if (isRecord && value.demonstration) faults.push(fault(at(path, 'demonstration'), 'demonstration-record'));
  if (value.demonstration && !value.noindex) faults.push(fault(at(path, 'noindex'), 'demonstration-indexed'));
  const isCollecting = jurisdictions.some((one) => one.petition?.value.status === 'open');
  if (isCollecting && value.controller === null) faults.push(fault(at(path, 'controller'), 'controller-missing'));
  if (isCollecting && value.retention === null) faults.push(fault(at(path, 'retention'), 'retention-missing'));
  return faults;
}
