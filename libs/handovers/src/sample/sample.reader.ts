import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { HANDOVER_ERRORS, HandoverNotFoundError } from '../handovers.errors.js';
import { type Audience } from '../handovers.types.js';
import { SealReader } from '../seal/seal.reader.js';
import { estimateOf } from './estimate-rules.js';
import { DRAWS_SQL, OUTCOME_SQL } from './question-rules.js';
import { ASKABLE_COUNT_SQL } from './sample-questions.service.js';
import { type Sample, type SampleDraw } from './sample.types.js';

const MOST_SAMPLES = 100;

type Row = Omit<Sample, 'share' | 'likely' | 'bounds' | 'complete' | 'byMail'> & { asked: number; yes: number; no: number; until: Date | null };

const SAMPLES = `
  select x.id, s.handover_id as "handoverId", s.id as "sealId", s.number as "sealNumber", encode(s.root, 'hex') as root, x.nonce, x.number, x.drawn_at as "drawnAt", x.published_at as "publishedAt", x.answers_until as until,
    (select count(*)::int from samples y where y.seal_id = s.id) as "samplesOfSeal", s.size as population, d.*
  from samples x join seals s on s.id = x.seal_id
  cross join lateral (select count(*)::int as drawn, count(*) filter (where outcome = 'valid')::int as valid, count(*) filter (where outcome = 'invalid')::int as invalid,
    count(*) filter (where outcome = 'not_reached')::int as "notReached", count(asked_at)::int as asked, count(*) filter (where answer)::int as yes, count(*) filter (where not answer)::int as no
    from (select ${OUTCOME_SQL} as outcome, q.asked_at, q.answer from ${DRAWS_SQL} where d.sample_id = x.id) o) d`;

/** Everything that is read of samples. */
@Injectable()
export class SampleReader {
  constructor(private readonly db: Database, private readonly seals: SealReader) {}

  /** Samples of a handover, the newest first, a hundred at most. To everybody those published, of seals that everybody may read. */
  async list(handoverId: string, audience: Audience): Promise<Sample[]> {
    const seals = (await this.seals.list(handoverId, audience)).map(({ id }) => id);
    return (await this.db.rows<Row>(`${SAMPLES} where x.seal_id = any($1::uuid[]) and ($2 or x.published_at is not null) order by x.drawn_at desc, x.id limit ${MOST_SAMPLES}`, [seals, audience === 'organiser'])).map(sampleOf);
  }

  /** @throws HandoverNotFoundError `samples.not_found` if this handover has none of this id */
  async get(handoverId: string, sampleId: string): Promise<Sample> {
    const [row] = await this.db.rows<Row>(`${SAMPLES} where x.id::text = $1 and s.handover_id = $2`, [sampleId.toLowerCase(), handoverId]);
    if (!row) throw new HandoverNotFoundError(HANDOVER_ERRORS.sampleNotFound);
    return sampleOf(row);
  }

  /** How many of those drawn could be asked by mail: signed online, standing, and not looked at. */
  async askable(sampleId: string): Promise<number> {
    const [row] = await this.db.rows<{ n: number }>(`select ${ASKABLE_COUNT_SQL} as n from samples x where x.id = $1`, [sampleId]);
    return row?.n ?? 0;
  }

  /** Those drawn, in their order, so many after a position. For organisers: a store and a line are nobody else's. */
  draws(sampleId: string, { after, limit }: { after: number; limit: number }): Promise<SampleDraw[]> {
    return this.db.rows<SampleDraw>(
      `select d.position, d.leaf_index as index, encode(d.leaf, 'hex') as leaf, p.slug as petition, s.country, s.channel::text as channel, s.language, s.text_version as "textVersion",
         sheets.number as sheet, r.line, stores.name as store, d.outcome, d.note, exists (select 1 from sample_questions q where q.sample_id = d.sample_id and q.position = d.position) as "byMail",
         case when s.id is null or s.erased_at is not null then 'erased' when s.status in ('withdrawn', 'invalid', 'duplicate') then s.status::text end as since
       from sample_draws d join petitions p on p.id = d.petition_id left join signatures s on s.petition_id = d.petition_id and s.id = d.record_id
       left join lateral (select sheet_id, line, device_id from device_records where record_id = d.record_id and outcome = 'stored' limit 1) r on true
       left join sheets on sheets.id = r.sheet_id left join devices on devices.id = r.device_id left join stores on stores.id = coalesce(sheets.store_id, devices.store_id)
       where d.sample_id = $1 and d.position > $2 order by d.position limit $3`, [sampleId, after, limit]);
  }
}

function sampleOf({ asked, yes, no, until, ...row }: Row): Sample {
  return { ...row, ...estimateOf(row), complete: row.valid + row.invalid + row.notReached === row.drawn, byMail: until && { asked, yes, no, until } };
}
