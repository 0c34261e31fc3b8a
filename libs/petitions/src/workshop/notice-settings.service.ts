import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { Database, txRows } from '#libs/database';
import { holdPetition } from '../held-petition.js';
import { PETITION_ERRORS, petitionConflict, petitionInvalid } from '../petitions.errors.js';
import type { PetitionActor } from '../petitions.types.js';
import type { QuietHours } from './quiet-hours-rules.js';

/** `country`: who answers for the petition's own country; where nobody does, the campaign's. `campaign`: the campaign's always. */
export const NOTICE_AUDIENCES = ['country', 'campaign'] as const;
export const NOTICE_WAYS = ['mail', 'webhook', 'console'] as const;
export type NoticeAudience = (typeof NOTICE_AUDIENCES)[number];
export type NoticeWay = (typeof NOTICE_WAYS)[number];

/** Who is told of a petition's milestones, and how. */
export interface NoticeRule {
  tell: NoticeAudience[];
  by: NoticeWay[];
  /** Single users by id, beside those. */
  people: string[];
}

const AS_EVER: NoticeRule = { tell: ['country'], by: [...NOTICE_WAYS], people: [] };
const MOST_PEOPLE = 50;

/** Who is told of milestones and how, and when nobody wants to be told. */
@Injectable()
export class NoticeSettings {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  async of(petitionId: number): Promise<NoticeRule> {
    const [rule] = await this.db.rows<NoticeRule>(
      `select tell, by, array(select user_id::text from petition_notice_people where petition_id = n.petition_id order by 1) as people from petition_notices n where petition_id = $1`, [petitionId]);
    return rule ?? AS_EVER;
  }

  /** @throws DomainError `petitions.invalid`: nobody to tell, or a person who may not read this petition; `petitions.frozen`, `petitions.unknown` */
  async set(slug: string, rule: NoticeRule, actor: PetitionActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const petition = await holdPetition(tx, slug);
      if (petition.kind === 'record') throw petitionConflict(PETITION_ERRORS.frozen);
      const known = await txRows<{ id: string }>(
        tx,
        `select distinct u.id::text as id from users u join user_roles g on g.user_id = u.id where u.id::text = any($1) and u.disabled_at is null
            and (g.campaign_id is null or g.campaign_id = $2) and (g.jurisdiction_id is null or g.jurisdiction_id = $3)`,
        [rule.people.slice(0, MOST_PEOPLE), petition.campaignId, petition.jurisdictionId]);
      const faults: FieldFault[] = [
        ...(rule.people.every((id) => known.some((one) => one.id === id)) ? [] : [{ field: 'people', code: 'unknown' }]),
        ...(rule.tell.length === 0 && rule.people.length === 0 ? [{ field: 'tell', code: 'required' }] : []),
      ];
      if (faults.length > 0) throw petitionInvalid(faults);
      await tx.query(
        `insert into petition_notices (petition_id, tell, by, changed_by) values ($1, $2, $3, $4)
         on conflict (petition_id) do update set tell = excluded.tell, by = excluded.by, changed_at = clock_timestamp(), changed_by = excluded.changed_by`,
        [petition.id, rule.tell, rule.by, actor.id]);
      await tx.query(`delete from petition_notice_people where petition_id = $1`, [petition.id]);
      await tx.query(`insert into petition_notice_people (petition_id, user_id) select $1, unnest($2::uuid[])`, [petition.id, [...new Set(rule.people)]]);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.notices', subject: `petition:${slug}`, details: { tell: [...rule.tell], by: [...rule.by], people: rule.people.length } });
    }, { actor: actor.id });
  }

  /** Whom a petition's page can offer to tell: everybody with a role that covers it. At most a hundred. */
  candidates(campaignId: number, jurisdictionId: string): Promise<{ id: string; name: string }[]> {
    return this.db.rows(
      `select distinct u.id::text as id, u.name from users u join user_roles g on g.user_id = u.id where u.disabled_at is null and g.role <> 'manager'
          and (g.campaign_id is null or g.campaign_id = $1) and (g.jurisdiction_id is null or g.jurisdiction_id = $2) order by u.name limit 100`, [campaignId, jurisdictionId]);
  }

  async quietHoursOf(userId: string): Promise<QuietHours | null> {
    return (await this.quietHours([userId])).get(userId) ?? null;
  }

  /** Of those who want some. */
  async quietHours(userIds: readonly string[]): Promise<Map<string, QuietHours>> {
    const rows = await this.db.rows<QuietHours & { id: string }>(
      `select user_id::text as id, to_char(quiet_from, 'HH24:MI') as "from", to_char(quiet_to, 'HH24:MI') as "to" from notice_preferences where user_id = any($1::uuid[])`, [userIds]);
    return new Map(rows.map(({ id, from, to }) => [id, { from, to }]));
  }

  /** @param hours null: none. @throws DomainError `petitions.invalid` for what is no time of a day, or no span */
  async setQuietHours(userId: string, hours: QuietHours | null): Promise<void> {
    if (hours === null) {
      await this.db.rows(`delete from notice_preferences where user_id = $1`, [userId]);
      return;
    }
    const faults = (['from', 'to'] as const).filter((end) => !/^([01]\d|2[0-3]):[0-5]\d$/.test(hours[end])).map((end) => ({ field: end === 'from' ? 'quietFrom' : 'quietTo', code: 'malformed' }));
    if (faults.length === 0 && hours.from === hours.to) faults.push({ field: 'quietTo', code: 'not_allowed' });
    if (faults.length > 0) throw petitionInvalid(faults);
    await this.db.rows(
      `insert into notice_preferences (user_id, quiet_from, quiet_to) values ($1, $2, $3) on conflict (user_id) do update set quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`,
      [userId, hours.from, hours.to]);
  }
}
