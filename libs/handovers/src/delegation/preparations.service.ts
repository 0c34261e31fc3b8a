import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { addDays } from '../date-rules.js';
import { assertFaultless, assertLiving, blank } from '../handover-rules.js';
import { type HandoverEntity } from '../handovers.entity.js';
import { HANDOVER_ERRORS, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor, type HandoverRecipientKind } from '../handovers.types.js';
import { usualList } from './checklist-rules.js';
import { type ChecklistInput, type ChecklistItem, type RunInput, type RunItem } from './delegation.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What must be done before a handover, by whom and until when; and how its day runs. */
@Injectable()
export class Preparations {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /** What is due first stands first; at most 200. */
  async checklist(handover: { id: string; from: string | null }): Promise<ChecklistItem[]> {
    const rows = await this.db.rows<Omit<ChecklistItem, 'dueOn'>>(
      `select id, template_key as key, text, owner, days_before as "daysBefore", done_at as "doneAt", done_by as "doneBy"
       from checklist_items where handover_id = $1 order by days_before desc nulls last, position, id limit 200`, [handover.id]);
    return rows.map((row) => ({ ...row, dueOn: handover.from === null || row.daysBefore === null ? null : addDays(handover.from, -row.daysBefore) }));
  }

  /** By time; at most 200. */
  run(handoverId: string): Promise<RunItem[]> {
    return this.db.rows<RunItem>(`select id, to_char(starts_at, 'HH24:MI') as "startsAt", what, who from run_items where handover_id = $1 order by starts_at, created_at, id limit 200`, [handoverId]);
  }

  /** Puts in what the usual list has and this one not yet. */
  async takeUsual(handoverId: string, actor: HandoverActor): Promise<void> {
    await this.write(handoverId, 'checklist.usual', actor, async (tx, handover) => {
      const kinds = await txRows<{ kind: HandoverRecipientKind }>(tx, `select distinct kind from handover_recipients where handover_id = $1 and not met_only`, [handoverId]);
      const lines = usualList({ level: handover.level, kinds: kinds.map(({ kind }) => kind) });
      await tx.query(
        `insert into checklist_items (handover_id, template_key, days_before, position, created_by)
         select $1, x.key, x.days, x.n, $4 from unnest($2::text[], $3::int[]) with ordinality as x(key, days, n) on conflict do nothing`,
        [handoverId, lines.map(({ key }) => key), lines.map(({ daysBefore }) => daysBefore), actor.id]);
    });
  }

  /** Returns its id. @throws HandoverInvalidError */
  async add(handoverId: string, input: ChecklistInput, actor: HandoverActor): Promise<string> {
    if (blank(input.text)) assertFaultless([{ field: 'text', code: 'required' }]);
    if (input.daysBefore != null && !(Number.isInteger(input.daysBefore) && input.daysBefore >= 0 && input.daysBefore <= 365)) assertFaultless([{ field: 'daysBefore', code: 'out_of_range', facts: { min: 0, max: 365 } }]);
    return this.write(handoverId, 'checklist.add', actor, (tx) => inserted(tx,
      `insert into checklist_items (handover_id, text, owner, days_before, position, created_by) values ($1, $2, $3, $4, 1000, $5) returning id`,
      [handoverId, input.text.trim(), input.owner?.trim() || null, input.daysBefore ?? null, actor.id]));
  }

  /** Ticks, or takes the tick back; changes who sees to it. @throws HandoverNotFoundError `handovers.item_not_found` */
  async change(handoverId: string, id: string, change: { done?: boolean; owner?: string | null }, actor: HandoverActor): Promise<void> {
    await this.write(handoverId, 'checklist.change', actor, async (tx) => {
      const done = change.done;
      await affected(tx,
        `update checklist_items set owner = case when $3 then $4 else owner end,
           done_at = case when $5::boolean is null then done_at when $5 then coalesce(done_at, clock_timestamp()) end,
           done_by = case when $5::boolean is null then done_by when $5 then coalesce(done_by, $6) end
         where id = $2 and handover_id = $1 returning id`,
        [handoverId, id, change.owner !== undefined, change.owner?.trim() || null, done ?? null, actor.name], id);
    });
  }

  async removeItem(handoverId: string, id: string, actor: HandoverActor): Promise<void> {
    await this.write(handoverId, 'checklist.remove', actor, (tx) => affected(tx, `delete from checklist_items where id = $2 and handover_id = $1 returning id`, [handoverId, id], id));
  }

  /** Returns its id. @throws HandoverInvalidError */
  async addRun(handoverId: string, input: RunInput, actor: HandoverActor): Promise<string> {
    assertFaultless([...(TIME.test(input.startsAt) ? [] : [{ field: 'startsAt', code: input.startsAt === '' ? 'required' : 'time_unreadable' }]), ...(blank(input.what) ? [{ field: 'what', code: 'required' }] : [])]);
    return this.write(handoverId, 'run.add', actor, (tx) => inserted(tx,
      `insert into run_items (handover_id, starts_at, what, who, created_by) values ($1, $2, $3, $4, $5) returning id`,
      [handoverId, input.startsAt, input.what.trim(), input.who?.trim() || null, actor.id]));
  }

  async removeRun(handoverId: string, id: string, actor: HandoverActor): Promise<void> {
    await this.write(handoverId, 'run.remove', actor, (tx) => affected(tx, `delete from run_items where id = $2 and handover_id = $1 returning id`, [handoverId, id], id));
  }

  private write<Result>(handoverId: string, action: string, actor: HandoverActor, work: (tx: Tx, handover: HandoverEntity) => Promise<Result>): Promise<Result> {
    return this.db.transaction(async (tx) => {
      const handover = await this.repository.locked(tx, handoverId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      const result = await work(tx, handover);
      await this.audit.append(tx, { actor: actor.id, action, subject: `handover:${handoverId}`, details: {} });
      return result;
    }, { actor: actor.id });
  }
}

async function inserted(tx: Tx, sql: string, values: unknown[]): Promise<string> {
  const [row] = await txRows<{ id: string }>(tx, sql, values);
  return row?.id ?? '';
}

async function affected(tx: Tx, sql: string, values: unknown[], id: string): Promise<void> {
  const rows = UUID.test(id) ? await txRows(tx, sql, values) : [];
  if (rows.length === 0) throw new HandoverNotFoundError(HANDOVER_ERRORS.itemNotFound);
}
