import { AuditLog } from '#libs/access';
import { writeImportedCalls, type ImportedCall } from '#libs/calls-to-action';
import { type Database, writeOutbox } from '#libs/database';
import { writeImportedHandovers, type ImportedHandover } from '#libs/handovers';
import {
  CAMPAIGN_CREATED, changedPaths, holdCampaign, noteImport, parseCampaignFile, writeImportedCampaign, type CampaignBefore, type CampaignFile,
} from '#libs/petitions';
import { importedCounts, writeImportedCounts } from './imported-counts.js';
import { bytesSha256 } from './file-hash.js';
import { type ImportFault, ImportRefused } from './import.errors.js';

export interface ImportOptions {
  /** Id of the user who imports, or the name of a part of the system. */
  actor: string;
  /** The first import's day is the one from which relative dates count, then and later. */
  now: Date;
}

export interface ImportReport {
  campaign: string;
  campaignId: number;
  /** Whether the campaign was not there before. */
  created: boolean;
  /** Paths into the file of what changed; empty: nothing did. Of a new campaign its jurisdictions. */
  changed: string[];
}

/** As `importCampaign`, from the text of a file. @throws ImportRefused with every fault there is */
export async function importCampaignText(db: Database, text: string, options: ImportOptions): Promise<ImportReport> {
  const parsed = parseCampaignFile(text);
  if (!parsed.ok) throw new ImportRefused(parsed.faults);
  return importCampaign(db, parsed.campaign, bytesSha256(text), options);
}

/**
 * Makes the database say what a valid campaign file says, all in one transaction: what differs from the file as it was
 * imported last. The same file again changes nothing; former rows stay in `history`; nobody gets a mail.
 *
 * @param sha256 of the file's bytes
 * @throws ImportRefused for what no import may do, such as taking a petition away
 */
export async function importCampaign(db: Database, file: CampaignFile, sha256: string, options: ImportOptions): Promise<ImportReport> {
  const audit = new AuditLog(db);
  return db.transaction(async (tx) => {
    const before = await holdCampaign(tx, file.campaign.slug);
    const faults = faultsAgainst(before, file);
    if (faults.length > 0) throw new ImportRefused(faults);
    const differing = before?.file ? changedPaths(before.file, file) : file.jurisdictions.map((one) => `/jurisdictions/${one.id}`);
    // Nothing differs: not a row is looked at twice.
    if (before && differing.length === 0) return { campaign: file.campaign.slug, campaignId: before.campaignId, created: false, changed: [] };
    const firstStart = before?.firstStart || options.now.toISOString().slice(0, 10);

    const written = await writeImportedCampaign(tx, file, before, firstStart);
    const { campaignId } = written;
    const calls = await writeImportedCalls(tx, campaignId, before?.file ? callsOf(before.file) : [], callsOf(file));
    const handovers = await writeImportedHandovers(tx, campaignId, handoversOf(file), { firstStart, language: file.campaign.language });
    await writeImportedCounts(db, tx, campaignId, before?.file ? importedCounts(before.file) : null, importedCounts(file));
    await calls.removeWhatIsGone();
    await written.removeWhatIsGone();

    const changed = before ? [...new Set([...differing, ...handovers])] : differing;
    await noteImport(tx, campaignId, file, sha256, changed);
    if (!before && file.campaign.kind === 'live') await writeOutbox(tx, [{ topic: CAMPAIGN_CREATED, payload: { campaignId } }]);
    await audit.append(tx, { actor: options.actor, action: 'campaign.import', subject: `campaign:${file.campaign.slug}`, details: { sha256, changed: changed.length } });
    return { campaign: file.campaign.slug, campaignId, created: !before, changed };
  }, { actor: options.actor });
}

/** What no import may do, because people may have acted on it since. */
function faultsAgainst(before: CampaignBefore | null, file: CampaignFile): ImportFault[] {
  if (!before) return [];
  if (!before.file) {
    return [{ path: '/campaign/slug', code: 'campaign-not-imported', message: `The campaign ${file.campaign.slug} was made here and not by an import: choose another slug.` }];
  }
  const hasPetition = (one: CampaignFile['jurisdictions'][number]): boolean => one.petition.status !== 'research-only' && one.petition.status !== 'no-petition';
  const now = new Map(file.jurisdictions.map((one, index) => [one.id, { one, index }]));
  return before.file.jurisdictions.flatMap((former): ImportFault[] => {
    const found = now.get(former.id);
    if (!found) return [{ path: '/jurisdictions', code: 'jurisdiction-gone', message: `${former.id} was imported before and is gone: an import takes no jurisdiction away.` }];
    if (!hasPetition(former) || hasPetition(found.one)) return [];
    return [{ path: `/jurisdictions/${found.index}/petition/status`, code: 'petition-gone', message: `${former.id} has a petition: an import takes none away; close it instead.` }];
  });
}

function callsOf(file: CampaignFile): ImportedCall[] {
  return file.jurisdictions.flatMap((one) => one.petition.callsToAction.map((entry, index) => ({
    jurisdiction: one.id, position: index + 1, language: file.campaign.language, entry,
  })));
}

function handoversOf(file: CampaignFile): ImportedHandover[] {
  return file.jurisdictions.flatMap((one) => one.handovers.map((entry) => ({ jurisdiction: one.id, ...(one.timeZone ? { timeZone: one.timeZone } : {}), entry })));
}
