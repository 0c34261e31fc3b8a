import { at, type Fault } from './faults.js';
import type { CallToActionEntry, CampaignEntry, CommitmentEntry, HandoverEntry, JurisdictionEntry, PetitionEntry } from './format.js';

/** A part of the file that keeps to the schema, and where it stands. */
export interface Part<T> {
  path: string;
  value: T;
}

export interface HandoverPart extends Part<Omit<HandoverEntry, 'commitments'>> {
  commitments: Part<CommitmentEntry>[];
}

export interface JurisdictionParts {
  id: string;
  own: Part<Omit<JurisdictionEntry, 'petition' | 'handovers'>> | null;
  petition: Part<Omit<PetitionEntry, 'callsToAction'>> | null;
  callCount: number;
  calls: Part<CallToActionEntry>[];
  handovers: HandoverPart[];
}

/** What the file refers to, read from whatever is there: a fault elsewhere must not make a name unknown. */
export interface Directory {
  goals: Set<string>;
  indicators: Set<string>;
  groups: Set<string>;
  documents: Set<string>;
  instruments: Map<string, string | null>;
  jurisdictions: Map<string, DirectoryEntry>;
  /** Call id → the jurisdiction it stands under. */
  calls: Map<string, string>;
  handovers: Map<string, { jurisdiction: string; signatures: unknown; qualifier: unknown }>;
}

export interface DirectoryEntry {
  kind: unknown;
  members: string[];
  sharedFrom: string | null;
  textLanguages: string[];
  callIds: string[];
}

/**
 * The parts of a file that keep to the schema, so that references can be checked in them although others are broken:
 * all faults are told at once.
 */
export interface FileParts {
  campaign: Part<CampaignEntry> | null;
  jurisdictions: JurisdictionParts[];
  directory: Directory;
  isRecord: boolean;
}

export function partsOf(json: unknown, faults: readonly Fault[]): FileParts {
  const faulty = faults.map((one) => one.path);
  const isSound = (path: string, ...except: string[]): boolean =>
    !faulty.some((one) => liesIn(one, path) && !except.some((name) => liesIn(one, at(path, name))));
  const campaign = child(json, 'campaign');
  return {
    campaign: campaign !== undefined && isSound('/campaign') ? { path: '/campaign', value: campaign as CampaignEntry } : null,
    jurisdictions: list(child(json, 'jurisdictions')).map((one, index) => jurisdictionParts(one, at('/jurisdictions', index), isSound)),
    directory: directoryOf(json),
    isRecord: child(campaign, 'kind') === 'record',
  };
}

function liesIn(one: string, path: string): boolean {
  return one === path || one.startsWith(`${path}/`);
}

type IsSound = (path: string, ...except: string[]) => boolean;

function jurisdictionParts(json: unknown, path: string, isSound: IsSound): JurisdictionParts {
  const petition = child(json, 'petition');
  const petitionPath = at(path, 'petition');
  const calls = list(child(petition, 'callsToAction'));
  return {
    id: text(child(json, 'id')) ?? '',
    own: isSound(path, 'petition', 'handovers') ? part(path, json) : null,
    petition: isSound(petitionPath, 'callsToAction') && petition !== undefined ? part(petitionPath, petition) : null,
    callCount: calls.length,
    calls: sound(calls, at(petitionPath, 'callsToAction'), isSound),
    handovers: list(child(json, 'handovers')).flatMap((one, index) => {
      const at_ = at(path, 'handovers', index);
      if (!isSound(at_, 'commitments')) return [];
      const commitments = sound<CommitmentEntry>(list(child(one, 'commitments')), at(at_, 'commitments'), isSound);
      return [{ ...part<Omit<HandoverEntry, 'commitments'>>(at_, one), commitments }];
    }),
  };
}

function sound<T>(values: unknown[], path: string, isSound: IsSound): Part<T>[] {
  return values.flatMap((one, index) => (isSound(at(path, index)) ? [part<T>(at(path, index), one)] : []));
}

/** The schema has proved the shape of what stands here. */
function part<T>(path: string, value: unknown): Part<T> {
  return { path, value: value as T };
}

function directoryOf(json: unknown): Directory {
  const campaign = child(json, 'campaign');
  const directory: Directory = {
    goals: ids(child(campaign, 'goals')),
    indicators: ids(child(campaign, 'indicators')),
    groups: ids(child(campaign, 'groups')),
    documents: ids(child(json, 'documents')),
    instruments: new Map(list(child(campaign, 'instruments')).map((one) => [text(child(one, 'id')) ?? '', text(child(one, 'jurisdiction'))])),
    jurisdictions: new Map(),
    calls: new Map(),
    handovers: new Map(),
  };
  for (const one of list(child(json, 'jurisdictions'))) {
    const id = text(child(one, 'id')) ?? '';
    const petition = child(one, 'petition');
    const callIds = [...ids(child(petition, 'callsToAction'))];
    directory.jurisdictions.set(id, {
      kind: child(one, 'kind'),
      members: list(child(one, 'members')).map(String),
      sharedFrom: text(child(petition, 'sharedFrom')),
      textLanguages: keys(child(petition, 'texts')),
      callIds,
    });
    for (const call of callIds) directory.calls.set(call, id);
    for (const handover of list(child(one, 'handovers'))) {
      directory.handovers.set(text(child(handover, 'id')) ?? '', {
        jurisdiction: id, signatures: child(handover, 'signatures'), qualifier: child(handover, 'signaturesQualifier'),
      });
    }
  }
  return directory;
}

function ids(value: unknown): Set<string> {
  return new Set(list(value).flatMap((one) => text(child(one, 'id')) ?? []));
}

export function child(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function keys(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
