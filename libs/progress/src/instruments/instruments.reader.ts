import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { Page, Words } from '#libs/petitions';
import { paged } from '../timeline/paged.js';
import { FULFILLING_EVENTS, inOrder, stateFrom } from './instrument-rules.js';
import { type EventFilter, type FulfilmentProposal, type InstrumentEvent, type InstrumentRef, type InstrumentStateKind, type PlaceRef, type ProposalFilter, type Standing } from './instrument.types.js';

interface EventRow extends Omit<InstrumentEvent, 'date' | 'retracted' | 'recordedAt'> {
  edtf: string | null; printed: string | null; since: string | null; until: string | null; from: string | null; to: string | null;
  retractedAt: Date | null; why: string | null; recordedAt: Date;
}

const EVENT = `e.id, e.key, e.instrument_key as instrument, e.jurisdiction_id as jurisdiction, e.event, e.date_edtf as edtf, e.date_printed as printed, e.since_edtf as since, e.until_edtf as until,
  e.date_from::text as "from", e.date_to::text as "to", e.handover_key as handover, e.evidence, e.note, e.language, e.source, e.replaces, event_stands(e) as stands,
  e.retracted_at as "retractedAt", e.retracted_why as why, e.created_at as "recordedAt", e.recorded_by as "recordedBy"`;

const FROM = `from instrument_events e where e.campaign_id = $1 and ($2::text is null or e.jurisdiction_id = $2) and ($3::text is null or e.instrument_key = $3)
  and ($4::text is null or e.event = $4) and ($5 or event_stands(e) or e.jurisdiction_id = any($6))`;

const PLACES = `(select jsonb_object_agg(j.id, jsonb_build_object('id', j.id, 'name', j.name, 'names', j.names)) from jurisdictions j where j.campaign_id = $1) as places`;
const INSTRUMENTS = `(select jsonb_object_agg(i.key, jsonb_build_object('key', i.key, 'name', i.name, 'names', coalesce(i.words -> 'name', '{}'), 'type', i.type)) from instruments i where i.campaign_id = $1) as instruments`;

/** Of one place and instrument, still said, and not undone by a later withdrawal: what `stateFrom` looks at. An event of the same day came before the withdrawal. */
const holdsStill = (event: string): string => `event_stands(${event}) and not exists (select 1 from instrument_events undone
    where undone.campaign_id = ${event}.campaign_id and undone.jurisdiction_id = ${event}.jurisdiction_id and undone.instrument_key = ${event}.instrument_key and undone.event = 'withdrawn' and event_stands(undone)
      and coalesce(undone.date_to, undone.date_from, 'infinity') >= coalesce(${event}.date_to, ${event}.date_from, 'infinity'))`;
const alsoHolds = (which: string): string => `exists (select 1 from instrument_events other
    where other.campaign_id = e.campaign_id and other.jurisdiction_id = e.jurisdiction_id and other.instrument_key = e.instrument_key and ${which} and ${holdsStill('other')})`;

const FULFILLING = `any('{${FULFILLING_EVENTS.join(',')}}')`;

/**
 * A place that stands as having ratified proposes to fulfil its promise to ratify the same instrument, as long as that is open and nobody decided. With a reservation it
 * proposes as well, by the reservation itself only where no other event says that it was ratified.
 */
const PROPOSALS = `from instrument_events e
  join campaigns c on c.id = e.campaign_id and c.kind = 'live'
  join handovers h on h.campaign_id = e.campaign_id and h.jurisdiction_id = e.jurisdiction_id
  join commitments m on m.handover_id = h.id and m.kind = 'ratification' and m.instrument = e.instrument_key
  cross join lateral (select coalesce((select s.status from commitment_statuses s where s.commitment_id = m.id order by s.id desc limit 1), 'promised') as status) st
  where e.campaign_id = $1 and (e.event = ${FULFILLING} or (e.event = 'reserved' and not ${alsoHolds(`other.event = ${FULFILLING}`)})) and ${holdsStill('e')}
    and st.status in ('promised', 'in-progress')
    and (e.date_to is null or h.date_from is null or e.date_to >= h.date_from)
    and not exists (select 1 from fulfilment_decisions d where d.event_id = e.id and d.commitment_id = m.id)
    and ($2::text[] is null or e.jurisdiction_id = any($2))`;

/** What became of treaties, laws and plans, and which promises that would fulfil. */
@Injectable()
export class InstrumentsReader {
  constructor(private readonly db: Database) {}

  /** The latest first; what cannot be dated comes last. */
  async events(filter: EventFilter): Promise<Page<InstrumentEvent>> {
    const { page, pageSize, offset } = paged(filter);
    const parameters = parametersOf(filter);
    const rows = await this.db.rows<EventRow>(`select ${EVENT} ${FROM} order by coalesce(e.date_to, e.date_from) desc nulls last, e.instrument_key, e.jurisdiction_id, e.id limit $7 offset $8`, [...parameters, pageSize, offset]);
    const [count] = await this.db.rows<{ n: number }>(`select count(*)::int as n ${FROM}`, parameters);
    return { items: rows.map((row) => eventOf(row, filter)), page, pageSize, total: count?.n ?? 0 };
  }

  /** Null: there is none in this campaign. */
  async event(campaignId: number, id: string, audience: EventFilter['audience']): Promise<InstrumentEvent | null> {
    const [row] = UUID.test(id) ? await this.db.rows<EventRow>(`select ${EVENT} from instrument_events e where e.campaign_id = $1 and e.id = $2`, [campaignId, id]) : [];
    return row ? eventOf(row, { audience }) : null;
  }

  /**
   * Every jurisdiction × instrument of which anything is known, with where it stands: the instruments by key, then the jurisdictions.
   * `state`: only those that stand so.
   */
  async standings(filter: Omit<EventFilter, 'event' | 'all'> & { state?: InstrumentStateKind }): Promise<Page<Standing>> {
    const { page, pageSize, offset } = paged(filter);
    const { campaignId, jurisdiction, instrument, state } = filter;
    const { events, names } = await this.known({ audience: filter.audience, campaignId, jurisdiction, instrument });
    const groups = grouped(events.filter((event) => event.jurisdiction !== null), (event) => `${event.instrument} ${event.jurisdiction}`);
    const standings = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]): Standing[] => {
      const found = stateFrom(group);
      const [first] = group;
      if (!found || !first || (state !== undefined && found.kind !== state)) return [];
      return [{ instrument: names.instrument(first.instrument), jurisdiction: names.place(first.jurisdiction ?? ''), state: found, events: inOrder(group) }];
    });
    return { items: standings.slice(offset, offset + pageSize), page, pageSize, total: standings.length };
  }

  /** What is known of treaties as a whole: adopted, in force. */
  async wholes({ campaignId, audience, instrument }: Pick<EventFilter, 'campaignId' | 'audience' | 'instrument'>): Promise<{ instrument: InstrumentRef; events: InstrumentEvent[] }[]> {
    const { events, names } = await this.known({ audience, campaignId, instrument });
    return [...grouped(events.filter((event) => event.jurisdiction === null), (event) => event.instrument)].map(([key, group]) => ({ instrument: names.instrument(key), events: inOrder(group) }));
  }

  /** Ratifications that would fulfil a promise, the latest first. For organisers: whoever asks has checked the rights. */
  async proposals({ campaignId, jurisdictions, ...of }: ProposalFilter): Promise<Page<FulfilmentProposal>> {
    const { page, pageSize, offset } = paged(of);
    const rows = await this.db.rows<EventRow & { reserved: boolean; commitment: FulfilmentProposal['commitment']; place: PlaceRef; of: InstrumentRef; total: number }>(
      `select ${EVENT}, count(*) over ()::int as total, e.event = 'reserved' or ${alsoHolds(`other.event = 'reserved'`)} as reserved,
         jsonb_build_object('id', m.id, 'text', m.text, 'language', m.language, 'words', coalesce(m.words -> 'text', '{}'), 'status', st.status, 'promisedOn', h.date_edtf) as commitment,
         (select jsonb_build_object('id', j.id, 'name', j.name, 'names', j.names) from jurisdictions j where j.campaign_id = $1 and j.id = e.jurisdiction_id) as place,
         coalesce((select jsonb_build_object('key', i.key, 'name', i.name, 'names', coalesce(i.words -> 'name', '{}'), 'type', i.type) from instruments i where i.campaign_id = $1 and i.key = e.instrument_key),
           jsonb_build_object('key', e.instrument_key, 'name', e.instrument_key, 'names', '{}'::jsonb, 'type', 'international')) as of
       ${PROPOSALS} order by e.date_to desc nulls last, e.id, m.id limit $3 offset $4`, [campaignId, jurisdictions, pageSize, offset]);
    return {
      items: rows.map(({ reserved, commitment, place, of: instrument, ...row }) => ({ event: eventOf(row, { audience: 'organisers' }), reserved, instrument, jurisdiction: place, commitment })),
      page, pageSize, total: rows[0]?.total ?? 0,
    };
  }

  /** The event and the promise, if the one still proposes to fulfil the other; asked again inside the deciding transaction. */
  static proposalSql = `select e.id ${PROPOSALS} and e.id = $3 and m.id = $4`;

  private async known(filter: Pick<EventFilter, 'audience' | 'campaignId' | 'jurisdiction' | 'instrument'>): Promise<{ events: InstrumentEvent[]; names: { instrument: (key: string) => InstrumentRef; place: (id: string) => PlaceRef } }> {
    // A campaign has some hundreds: which of them make a state is decided from all that is known of a place.
    const rows = await this.db.rows<EventRow>(`select ${EVENT} ${FROM} order by e.id limit 20000`, parametersOf(filter));
    const [named] = await this.db.rows<{ places: Record<string, PlaceRef> | null; instruments: Record<string, InstrumentRef> | null }>(`select ${PLACES}, ${INSTRUMENTS}`, [filter.campaignId]);
    const none: Words = {};
    return {
      events: rows.map((row) => eventOf(row, filter)),
      names: {
        instrument: (key) => named?.instruments?.[key] ?? { key, name: key, names: none, type: 'international' },
        place: (id) => named?.places?.[id] ?? { id, name: id, names: none },
      },
    };
  }
}

function grouped<Item>(items: readonly Item[], by: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item]);
  return groups;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const parametersOf = ({ campaignId, jurisdiction, instrument, event, all }: Partial<EventFilter>): unknown[] =>
  [campaignId, jurisdiction ?? null, instrument ?? null, event ?? null, all === true, typeof all === 'object' ? all : []];

function eventOf(row: EventRow, { audience }: Pick<EventFilter, 'audience'>): InstrumentEvent {
  const { id, key, instrument, jurisdiction, event, edtf, printed, since, until, from, to, handover, evidence, note, language, source, replaces, stands, retractedAt, why, recordedAt, recordedBy } = row;
  return {
    id, key, instrument, jurisdiction, event, date: { edtf, printed, since, until, from, to }, handover, evidence, note, language, source, replaces, stands,
    retracted: retractedAt && { at: retractedAt, why: why ?? '' }, recordedAt, recordedBy: audience === 'organisers' ? recordedBy : null,
  };
}
