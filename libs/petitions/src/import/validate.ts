import { campaignReferences, datesAndSources, duplicateIds, reservedIds } from './campaign-references.js';
import { fault, type Fault } from './faults.js';
import type { CampaignFile } from './format.js';
import { handoverReferences } from './handover-references.js';
import { guardText, guardValue } from './json-guards.js';
import { jurisdictionReferences } from './jurisdiction-references.js';
import { partsOf } from './parts.js';
import { petitionReferences } from './petition-references.js';
import { schemaFaults } from './schema-faults.js';

export type CampaignFileResult = { ok: true; campaign: CampaignFile } | { ok: false; faults: Fault[] };

/**
 * A campaign file from its text. Size (16 MB), depth (32), forbidden and doubled names are refused before anything is
 * parsed; then as `validateCampaignFile`. Never throws for what the text holds.
 */
export function parseCampaignFile(text: string): CampaignFileResult {
  const parsed = parseGuarded(text);
  return parsed.ok ? validateCampaignFile(parsed.json) : parsed;
}

/** Any file of `data/` from its text, with what is dangerous in it refused before anything is parsed. Never throws for what the text holds. */
export function parseGuarded(text: string): { ok: true; json: unknown } | { ok: false; faults: Fault[] } {
  const guarded = guardText(text);
  if (guarded.length > 0) return { ok: false, faults: guarded };
  try {
    const json: unknown = JSON.parse(text);
    const dangerous = guardValue(json);
    return dangerous.length > 0 ? { ok: false, faults: dangerous } : { ok: true, json };
  } catch (error) {
    return { ok: false, faults: [fault('', 'not-json', error instanceof SyntaxError ? error.message : '')] };
  }
}

/**
 * Whether a value is a campaign file of format `countersign-campaign/1`: the schema first, then whatever no schema can
 * say (ids that have to exist, dates that have to be possible) in all parts that keep to it. Every fault at once, in
 * the order of the file's own schema faults first; a file with one fault is no campaign file at all.
 */
export function validateCampaignFile(json: unknown): CampaignFileResult {
  const dangerous = guardValue(json);
  if (dangerous.length > 0) return { ok: false, faults: dangerous };
  const broken = schemaFaults(json);
  const parts = partsOf(json, broken);
  const told = new Set(broken.map((one) => one.path));
  const faults = [
    ...broken,
    ...duplicateIds(json),
    ...reservedIds(json),
    ...datesAndSources(json, parts, told),
    ...campaignReferences(parts),
    ...parts.jurisdictions.flatMap((one) => [
      ...jurisdictionReferences(one, parts),
      ...petitionReferences(one, parts),
      ...handoverReferences(one, parts),
    ]),
  ];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, campaign: json as CampaignFile };
}
