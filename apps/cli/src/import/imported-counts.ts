import { canonical, type Database, txRows, type Tx } from '#libs/database';
import { petitionSlug, printedFigure, type CampaignFile, type SourceReference } from '#libs/petitions';
import { AttestedCounts, TallyBook, type ImportedCount } from '#libs/tallies';

/** A printed figure, and the petition it stands for. */
type Printed = Omit<ImportedCount, 'petitionId'> & { slug: string };

/**
 * The one figure each country of a record printed, with the document that prints it. A living campaign counts its own
 * signatures: what its file says was handed over is told with the handover and not counted once more.
 */
export function importedCounts(file: CampaignFile): Printed[] {
  if (file.campaign.kind !== 'record') return [];
  return file.jurisdictions.flatMap((one): Printed[] => {
    const figure = printedFigure(one);
    if (!figure) return [];
    const handover = one.handovers.find((candidate) => candidate.id === figure.handover);
    const source = handover?.source ?? one.collected?.source ?? one.source ?? null;
    const document = file.documents.find((candidate) => candidate.id === source?.document);
    return [{
      slug: petitionSlug(file.campaign.slug, one.id), importKey: petitionSlug(file.campaign.slug, one.id), count: figure.signatures, qualifier: figure.qualifier,
      channel: 'unspecified', document: documentLine(document?.title, source), note: handover ? null : (one.collected?.note ?? null),
      attestedBy: document?.author ?? file.campaign.report?.publishers.join(', ') ?? file.campaign.slug, source,
    }];
  });
}

/** Writes them if the file changed any; milestones they pass are recorded and told to nobody. */
export async function writeImportedCounts(db: Database, tx: Tx, campaignId: number, before: readonly Printed[] | null, after: readonly Printed[]): Promise<void> {
  if (before && canonical(before) === canonical(after)) return;
  if (!before && after.length === 0) return;
  const petitions = new Map((await txRows<{ id: number; slug: string }>(tx, `select id, slug from petitions where campaign_id = $1`, [campaignId])).map((row) => [row.slug, row.id]));
  const counts = after.flatMap(({ slug, ...count }) => {
    const petitionId = petitions.get(slug);
    return petitionId === undefined ? [] : [{ ...count, petitionId }];
  });
  await new AttestedCounts(db, new TallyBook()).writeImported(tx, [...petitions.values()], counts);
}

const documentLine = (title: string | undefined, source: SourceReference | null): string =>
  [title ?? source?.document ?? '', source?.place ?? ''].filter((part) => part !== '').join(', ') || '–';
