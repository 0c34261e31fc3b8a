import { deleteRows, syncRows, txRows, type SyncRow, type Tx } from '#libs/database';
import { plainWords, type CallToActionEntry } from '#libs/petitions';

/** A call of a campaign file, and where it stands. */
export interface ImportedCall {
  jurisdiction: string;
  /** Its place among the jurisdiction's calls, from 1. */
  position: number;
  /** The campaign's own language: its words become the plain strings. */
  language: string;
  entry: CallToActionEntry;
}

export interface WrittenCalls {
  /** To be called once no commitment answers them any more. */
  removeWhatIsGone: () => Promise<void>;
}

/** Writes which calls the file says differently from the one imported last; a changed text becomes a new version. */
export async function writeImportedCalls(tx: Tx, campaignId: number, before: readonly ImportedCall[], after: readonly ImportedCall[]): Promise<WrittenCalls> {
  const table = { table: 'calls_to_action', key: ['campaign_id', 'key'] };
  const rows = (calls: readonly ImportedCall[]): SyncRow[] => calls.map((call) => rowOf(campaignId, call));
  const gone = await syncRows(tx, { ...table, before: rows(before), after: rows(after) });
  const known = new Set(before.flatMap(textsOf).map((text) => JSON.stringify(text)));
  await writeCallTexts(tx, campaignId, after.flatMap(textsOf).filter((text) => !known.has(JSON.stringify(text))), 'import');
  return {
    removeWhatIsGone: async () => {
      if (gone.length === 0) return;
      await tx.query(`delete from call_texts t using calls_to_action k where k.id = t.call_id and k.campaign_id = $1 and k.key = any($2)`, [campaignId, gone.map((row) => row.key)]);
      await deleteRows(tx, table, gone);
    },
  };
}

export interface CallText {
  key: string;
  language: string;
  text: string;
}

/** Adds a version wherever the newest one says something else. Returns how many were added. */
export async function writeCallTexts(tx: Tx, campaignId: number, texts: readonly CallText[], by: string): Promise<number> {
  if (texts.length === 0) return 0;
  const added = await txRows(
    tx,
    `insert into call_texts (call_id, language, version, text, created_by)
     select k.id, r.language, coalesce(l.version, 0) + 1, r.text, $3
       from jsonb_to_recordset($2::jsonb) as r(key text, language text, text text)
       join calls_to_action k on k.campaign_id = $1 and k.key = r.key
       left join lateral (select * from call_texts t where t.call_id = k.id and t.language = r.language order by t.version desc limit 1) l on true
      where l.text is distinct from r.text returning 1`,
    [campaignId, JSON.stringify(texts), by],
  );
  return added.length;
}

function rowOf(campaignId: number, { jurisdiction, position, language, entry }: ImportedCall): SyncRow {
  return {
    campaign_id: campaignId, key: entry.id, jurisdiction_id: jurisdiction, position, goal_key: entry.goal, also_goals: entry.alsoGoals,
    target: plainWords(entry.target, language), words: entry.target ? { target: entry.target } : {}, instruments: entry.instruments,
    echoes: entry.echoes ?? null, note: entry.note ?? null, source: entry.source ?? null,
  };
}

const textsOf = ({ entry }: ImportedCall): CallText[] => Object.entries(entry.text).map(([language, text]) => ({ key: entry.id, language, text }));
