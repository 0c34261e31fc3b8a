import { canonical, type Tx, txRows } from '#libs/database';
import { readInstant, writeImportedPublication } from '#libs/embargo';
import { edtfBounds, type FileDate, resolveDate, type SourceReference, type Words } from '#libs/petitions';
import { currentFramework } from '../../frameworks/frameworks.repository.js';
import { type CardEntryOfFile, type CardsFile, type CoverageEntry, type RatedEntry, roundOfCard, roundsOf } from './cards-file.js';
import type { KnownCampaign } from './validate-cards.js';

export interface ImportedInto {
  readonly id: number;
  readonly slug: string;
  readonly kind: 'record' | 'live';
  readonly title: Words;
  readonly language: string;
  /** Day from which relative dates count. */
  readonly firstStart: string;
  readonly documents: readonly { id: string; title: string; date: string | null }[];
  readonly known: KnownCampaign;
}

/** What the file's campaign is in the database; null: nothing of that name was imported. */
export async function campaignOfFile(tx: Tx, slug: string): Promise<ImportedInto | null> {
  const [row] = await txRows<Omit<ImportedInto, 'known'> & { jurisdictions: string[]; indicators: string[]; rounds: [string, string[]][] }>(tx,
    `select c.id, c.slug, c.kind, c.title, c.default_language as language, coalesce(c.details ->> 'firstStart', current_date::text) as "firstStart", coalesce(c.details -> 'documents', '[]') as documents,
       array(select id from jurisdictions where campaign_id = c.id) as jurisdictions, array(select key from indicators where campaign_id = c.id) as indicators,
       coalesce((select jsonb_agg(jsonb_build_array(r.key, array(select i.key from framework_indicators i where i.framework_id = r.framework_id))) from card_rounds r where r.campaign_id = c.id), '[]') as rounds
     from campaigns c where c.slug = $1`, [slug]);
  if (!row) return null;
  const { jurisdictions, indicators, rounds, ...campaign } = row;
  return { ...campaign, known: {
    record: row.kind === 'record', jurisdictions: new Set(jurisdictions), indicators: new Set(indicators), rounds: new Map(rounds.map(([key, asked]) => [key, new Set(asked)])), documents: new Set(row.documents.map((one) => one.id)),
  } };
}

/**
 * Writes the rounds, cards and replies of a valid file. The same file again writes nothing; what it says differently of a rating is that
 * rating's next version, under the same publication. Nothing is taken away.
 * @returns paths into the file of what was written
 */
export async function writeImportedCards(tx: Tx, campaign: ImportedInto, file: CardsFile): Promise<string[]> {
  if (file.coverage.length === 0 && file.cards.length === 0) return [];
  const framework = await currentFramework(tx, campaign.id, 'import');
  if (!framework) return [];
  const publications = await writePublications(tx, campaign, file);
  const rounds = roundsOf(file);
  const changed: string[] = [];
  const written = new Map<string, WrittenRound>();
  for (const round of rounds) {
    const publication = await publicationOf(tx, campaign, round, publications);
    const { isNew, ...made } = await writeRound(tx, campaign, file, round, framework.id);
    if (isNew) changed.push(`/coverage/${round.id}`);
    await bind(tx, made.id, publication);
    written.set(round.id, { ...made, publication });
  }
  for (const card of file.cards) {
    const round = written.get(roundOfCard(card, rounds)?.id ?? '');
    if (round && (await writeCard(tx, campaign, round, card, publications))) changed.push(`/cards/${card.id}`);
  }
  return changed;
}

interface WrittenRound { readonly id: string; readonly frameworkId: string; readonly publication: string }

const day = (campaign: ImportedInto, date: FileDate): string => resolveDate(date, campaign.firstStart);

async function writePublications(tx: Tx, campaign: ImportedInto, { publications = [] }: CardsFile): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const one of publications) {
    const reading = readInstant({ local: `${edtfBounds(day(campaign, one.date))?.to ?? ''}T${one.time}`, timeZone: one.timeZone, coming: 'first' });
    if ('fault' in reading) throw new Error(`the instant of publication ${one.id} is none`);
    ids.set(one.id, await writeImportedPublication(tx, { campaignId: campaign.id, key: `cards-${one.id}`, kind: 'cards', title: one.title, publicAt: reading.at, timeZone: one.timeZone, source: null }));
  }
  return ids;
}

/** A record's round was public when its document was: at the latest at the end of the last day that the document's date allows. */
async function publicationOf(tx: Tx, campaign: ImportedInto, round: CoverageEntry, publications: ReadonlyMap<string, string>): Promise<string> {
  const named = round.publication === undefined ? undefined : publications.get(round.publication);
  if (named) return named;
  const document = campaign.documents.find((one) => one.id === round.source?.document);
  const last = document?.date == null ? undefined : edtfBounds(document.date)?.to;
  return writeImportedPublication(tx, {
    campaignId: campaign.id, key: `cards-${round.id}`, kind: 'cards', title: document ? { [campaign.language]: document.title } : campaign.title,
    publicAt: last === undefined ? null : new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000), timeZone: last === undefined ? null : 'UTC', source: round.source ?? null,
  });
}

async function bind(tx: Tx, roundId: string, publicationId: string): Promise<void> {
  await tx.query(`insert into card_round_publications (round_id, publication_id, created_by) values ($1, $2, 'import') on conflict do nothing`, [roundId, publicationId]);
}

function periodOf(campaign: ImportedInto, round: CoverageEntry): string | null {
  if (round.period) return `${day(campaign, round.period.from)}/${day(campaign, round.period.to)}`;
  return round.year === undefined ? null : String(round.year);
}

async function writeRound(tx: Tx, campaign: ImportedInto, file: CardsFile, round: CoverageEntry, frameworkId: string): Promise<{ id: string; frameworkId: string; isNew: boolean }> {
  const edtf = periodOf(campaign, round);
  const bounds = edtf === null ? null : edtfBounds(edtf);
  const note = noteOf(campaign, file, round);
  const [row] = await txRows<{ id: string; frameworkId: string; isNew: boolean }>(tx,
    `insert into card_rounds as r (campaign_id, key, title, period_edtf, period_from, period_to, framework_id, note, source, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'import')
     on conflict (campaign_id, key) do update set title = excluded.title, note = excluded.note, source = excluded.source
     returning r.id, r.framework_id as "frameworkId", r.xmax = 0 as "isNew"`,
    [campaign.id, round.id, JSON.stringify(round.title ?? {}), bounds && edtf, bounds?.from ?? null, bounds?.to ?? null, frameworkId, note && JSON.stringify(note), round.source ? JSON.stringify(round.source) : null]);
  if (!row) throw new Error('the round was not written');
  await tx.query(
    `insert into card_round_jurisdictions (round_id, campaign_id, jurisdiction_id) select $1, $2, unnest($3::text[]) on conflict do nothing`, [row.id, campaign.id, [...new Set(round.jurisdictions)]]);
  return row;
}

/** What is to be said of the whole file stands before what is said of the round. */
function noteOf(campaign: ImportedInto, file: CardsFile, round: CoverageEntry): Words | null {
  const own = round.note === undefined ? {} : { [campaign.language]: round.note };
  const all: Record<string, string> = { ...file.note };
  for (const [language, text] of Object.entries(own)) all[language] = all[language] === undefined ? text : `${all[language]} ${text}`;
  return Object.keys(all).length === 0 ? null : all;
}

async function writeCard(tx: Tx, campaign: ImportedInto, round: WrittenRound, card: CardEntryOfFile, publications: ReadonlyMap<string, string>): Promise<boolean> {
  await tx.query(
    `update card_round_jurisdictions set note = $3, source = $4 where round_id = $1 and jurisdiction_id = $2 and (note, source) is distinct from ($3::text, $4::jsonb)`,
    [round.id, card.jurisdiction, card.note ?? null, card.source ? JSON.stringify(card.source) : null]);
  const known = await txRows<KnownVersion>(tx,
    `select indicator_key as indicator, version, import_step as step, rating, star, reasons, sources, assessor, reviewer, assessed_on::text as "assessedOn"
       from assessments where round_id = $1 and jurisdiction_id = $2 order by version`, [round.id, card.jurisdiction]);
  const next: NewVersion[] = [];
  for (const { indicator, corrections = [], ...entry } of card.indicators) {
    const own = known.filter((one) => one.indicator === indicator);
    const steps = [{ ...entry, publication: round.publication }, ...corrections.map((one) => ({ ...one, publication: publications.get(one.publication) ?? round.publication }))];
    let version = own.reduce((most, one) => Math.max(most, one.version), 0);
    let anew = false;
    for (const [step, one] of steps.entries()) {
      const row = rowOf(campaign, one, card.source);
      const before = own.filter((each) => each.step === step).at(-1);
      if (!anew && before && canonical(contentOf(before)) === canonical(contentOf(row))) continue;
      // A correction stays newer than what it corrects.
      anew = true;
      version += 1;
      next.push({ ...row, indicator, version, step, publication: one.publication, source: card.source ?? null });
    }
  }
  await writeVersions(tx, campaign, round, card.jurisdiction, next);
  return (await writeReplies(tx, campaign, round, card)) || next.length > 0;
}

interface Content {
  rating: string | null; star: boolean; reasons: Words; sources: readonly object[]; assessor: string; reviewer: string | null; assessedOn: string | null;
}
type KnownVersion = Content & { indicator: string; version: number; step: number | null };
type NewVersion = Content & { indicator: string; version: number; step: number; publication: string; source: SourceReference | null };

const contentOf = ({ rating, star, reasons, sources, assessor, reviewer, assessedOn }: Content): Content => ({ rating, star, reasons, sources, assessor, reviewer, assessedOn });

function rowOf(campaign: ImportedInto, entry: RatedEntry, source: SourceReference | undefined): Content {
  return {
    rating: entry.rating, star: entry.ngoStar, reasons: entry.reasons ?? {}, sources: entry.sources ?? [], reviewer: entry.reviewer ?? null,
    // A record's card was made by whoever wrote its document.
    assessor: entry.assessor ?? source?.document ?? 'import', assessedOn: entry.assessedOn === undefined ? null : (edtfBounds(day(campaign, entry.assessedOn))?.to ?? null),
  };
}

async function writeVersions(tx: Tx, campaign: ImportedInto, round: WrittenRound, jurisdiction: string, rows: readonly NewVersion[]): Promise<void> {
  if (rows.length === 0) return;
  for (const publication of new Set(rows.map((row) => row.publication))) await bind(tx, round.id, publication);
  // What somebody is writing here was begun before the file came.
  await tx.query(
    `update assessments set state = 'replaced' where round_id = $1 and jurisdiction_id = $2 and indicator_key = any($3) and state in ('draft', 'submitted', 'approved', 'sent-back')`,
    [round.id, jurisdiction, rows.map((row) => row.indicator)]);
  await tx.query(
    `insert into assessments (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, version, rating, star, reasons, sources, assessor, authors, reviewer, assessed_on, state, publication_id, source, import_step)
     select $1, $2, $3, $4, r.indicator, r.version, r.rating, r.star, r.reasons, r.sources, r.assessor, array[r.assessor], r.reviewer, r."assessedOn", 'published', r.publication, r.source, r.step
       from jsonb_to_recordset($5::jsonb) as r(indicator text, version int, rating text, star boolean, reasons jsonb, sources jsonb, assessor text, reviewer text, "assessedOn" date, publication uuid, source jsonb, step int)`,
    [round.id, campaign.id, jurisdiction, round.frameworkId, JSON.stringify(rows)]);
}

async function writeReplies(tx: Tx, campaign: ImportedInto, round: WrittenRound, { jurisdiction, replies = [] }: CardEntryOfFile): Promise<boolean> {
  let wrote = false;
  for (const reply of replies) {
    const received = edtfBounds(day(campaign, reply.receivedOn))?.to ?? campaign.firstStart;
    const rows = await txRows(tx,
      `insert into card_replies (round_id, campaign_id, jurisdiction_id, framework_id, indicator_key, by_whom, received_on, language, texts, told_from, import_key, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7::date::timestamp at time zone 'UTC', $10, 'import') on conflict (round_id, import_key) do nothing returning 1`,
      [round.id, campaign.id, jurisdiction, round.frameworkId, reply.indicator ?? null, reply.byWhom, received, reply.language, JSON.stringify(reply.texts), reply.id]);
    wrote ||= rows.length > 0;
  }
  return wrote;
}
