import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dataFolder, parseCampaignFile, type CampaignFile } from '#libs/petitions';

type Changeable<T> = T extends object ? { -readonly [K in keyof T]: Changeable<T[K]> } : T;
export type ChangeableFile = Changeable<CampaignFile>;

export const recordText = (): string => readFileSync(path.join(dataFolder(), 'stop-sex-trafficking', 'campaign.json'), 'utf8');

/** The record as its file has it. */
export function recordFile(): CampaignFile {
  const parsed = parseCampaignFile(recordText());
  if (!parsed.ok) throw new Error('the record is not valid');
  return parsed.campaign;
}

/** A copy of the record in which something was altered. */
export function alteredRecord(alter: (file: ChangeableFile, place: (id: string) => ChangeableFile['jurisdictions'][number]) => void): CampaignFile {
  const file = JSON.parse(recordText()) as ChangeableFile;
  alter(file, (id) => {
    const found = file.jurisdictions.find((one) => one.id === id);
    if (!found) throw new Error(`no ${id} in the record`);
    return found;
  });
  return file;
}
