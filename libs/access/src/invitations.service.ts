import { Injectable } from '@nestjs/common';
import { Database, sqlState, type Tx, txRows, writeOutbox } from '#libs/database';
import { type Actor, givingPlaces, mayGive, type Role } from './access-rules.js';
import { INVITED } from './access.events.js';
import { emailTaken, invalidUser, invitationOver, notFound, tooManyInvitations } from './access.errors.js';
import { actorFrom, loadUser } from './actors.js';
import { AuditLog } from './audit-log.js';
import { hashPassword, passwordFault } from './password-rules.js';
import { People, WITHIN_GIVING } from './people.service.js';
import { emailFault, grantRole, requirePlaces, roleDetails, roleFaults } from './roles.js';
import { hashSecret, newSecret } from './secrets.js';
import { Users } from './users.service.js';

/** One address, one role, one place. */
export interface NewInvitation {
  readonly email: string;
  readonly role: Role;
  readonly campaignId: number | null;
  readonly jurisdictionId?: string | null;
  readonly storeId?: string | null;
  readonly area?: string | null;
  /** Language of the mail; of the inviter if absent. */
  readonly locale?: string;
}

/** An invitation that waits for its answer, as its givers see it. */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly campaign: string | null;
  readonly place: string | null;
  readonly store: string | null;
  readonly area: string | null;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What the invited is told: in the mail, and on the page behind its link. */
export interface InvitationLetter {
  readonly role: Role;
  readonly email: string;
  readonly locale: string;
  readonly inviter: string;
  readonly campaignTitle: Readonly<Record<string, string>> | null;
  readonly campaignLanguage: string;
  readonly contact: string | null;
  readonly place: string | null;
  readonly expiresAt: Date;
  /** Whether the address has a login already: then nothing is chosen, the role is added to it. */
  readonly known: boolean;
}

interface Row {
  id: string; email: string; role: Role; campaignId: number | null; jurisdictionId: string | null; storeId: string | null; area: string | null; locale: string; invitedBy: string;
}

const DAYS = 7;
/** A mail goes to whatever address is typed: nobody is to flood strangers through us. */
const MOST_A_DAY = 100;
const MOST_SENDINGS = 5;
const MOST_LISTED = 500;

const COLUMNS = `r.id, r.email, r.role, r.campaign_id as "campaignId", r.jurisdiction_id as "jurisdictionId", r.store_id as "storeId", r.area, r.locale, r.invited_by as "invitedBy"`;
const OPEN = `r.accepted_at is null and r.revoked_at is null and r.expires_at > clock_timestamp()`;

/** Inviting somebody to a role by mail. The link is made by the worker when it sends; of it only a SHA-256 is kept. */
@Injectable()
export class Invitations {
  constructor(private readonly database: Database, private readonly people: People, private readonly users: Users, private readonly audit: AuditLog) {}

  /** @throws DomainError `access.invalid_user`, `access.forbidden`, `access.too_many_invitations` */
  async invite(actor: Actor, wanted: NewInvitation): Promise<string> {
    const { email, role, campaignId, jurisdictionId = null, storeId = null, area = null } = wanted;
    const given = { role, campaignId, jurisdictionIds: jurisdictionId ? [jurisdictionId] : [], storeId, area };
    const faults = [emailFault(email), ...roleFaults(given)].filter((fault) => fault !== null);
    if (faults.length > 0) throw invalidUser(faults);
    await this.people.requireMayGive(actor, given);
    return this.database.transaction(async (tx) => {
      await requirePlaces(tx, given);
      const [day] = await txRows<{ n: number }>(tx, `select count(*)::int as n from invitations where invited_by = $1 and created_at > clock_timestamp() - interval '1 day'`, [actor.userId]);
      if ((day?.n ?? 0) >= MOST_A_DAY) throw tooManyInvitations();
      const [row] = await txRows<{ id: string }>(
        tx, `insert into invitations (email, role, campaign_id, jurisdiction_id, store_id, area, locale, invited_by, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp() + make_interval(days => ${DAYS})) returning id`,
        [email.trim(), role, campaignId, jurisdictionId, storeId, area, wanted.locale ?? actor.locale, actor.userId]);
      const id = row?.id ?? '';
      await writeOutbox(tx, [{ topic: INVITED, payload: { invitationId: id, sending: 1 } }]);
      await this.audit.append(tx, { actor: actor.userId, action: 'invitation.send', subject: `invitation:${id}`, details: roleDetails(given) });
      return id;
    }, { actor: actor.userId });
  }

  /** Those still open in the places where the asker gives roles, the newest first; at most 500. */
  async list(actor: Actor): Promise<Invitation[]> {
    return this.database.rows<Invitation>(
      `select r.id, r.email, r.role, c.slug as campaign, coalesce(j.name, r.jurisdiction_id) as place, s.name as store, r.area, u.name as "invitedBy", r.created_at as "createdAt", r.expires_at as "expiresAt"
         from invitations r join users u on u.id = r.invited_by left join campaigns c on c.id = r.campaign_id left join stores s on s.id = r.store_id
         left join jurisdictions j on j.campaign_id = r.campaign_id and j.id = r.jurisdiction_id
        where ${OPEN} and ${WITHIN_GIVING} order by r.created_at desc, r.id limit ${MOST_LISTED}`, [JSON.stringify(givingPlaces(actor))]);
  }

  /** Another mail with another link, and seven days anew; links sent before end. @throws DomainError `access.not_found`, `access.too_many_invitations` */
  async resend(actor: Actor, id: string): Promise<void> {
    await this.change(actor, id, 'invitation.resend', async (tx) => {
      const [row] = await txRows<{ sendings: number }>(
        tx, `update invitations set sendings = sendings + 1, expires_at = clock_timestamp() + make_interval(days => ${DAYS}) where id = $1 returning sendings`, [id]);
      if (!row || row.sendings > MOST_SENDINGS) throw tooManyInvitations();
      await tx.query(`delete from invitation_links where invitation_id = $1`, [id]);
      await writeOutbox(tx, [{ topic: INVITED, payload: { invitationId: id, sending: row.sendings } }]);
    });
  }

  /** @throws DomainError `access.not_found` */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.change(actor, id, 'invitation.revoke', async (tx) => {
      await tx.query(`update invitations set revoked_at = clock_timestamp() where id = $1`, [id]);
      await tx.query(`delete from invitation_links where invitation_id = $1`, [id]);
    });
  }

  /** For the worker, as it sends: whom to write to, and a link's token made for this very mail; null if none is due any more. */
  async forMail(id: string, sending: number): Promise<(InvitationLetter & { token: string }) | null> {
    const token = newSecret();
    const letter = await this.letterWhere(`r.id = $1 and r.sendings = $2`, [id, sending]);
    if (!letter) return null;
    await this.database.rows(`insert into invitation_links (token_hash, invitation_id) values ($1, $2)`, [hashSecret(token), id]);
    return { ...letter, token };
  }

  /** What the page behind the link tells. @throws DomainError `access.invitation_over` */
  async byToken(token: string): Promise<InvitationLetter> {
    const letter = token.length > 100 ? null : await this.letterWhere(`r.id = (select invitation_id from invitation_links where token_hash = $1)`, [hashSecret(token)]);
    if (!letter) throw invitationOver();
    return letter;
  }

  /**
   * Takes the invitation up, once: a new login with a name and password of one's own, or one more role of the login there is.
   * @throws DomainError `access.invitation_over` (also if the inviter may not give this role any more), `access.invalid_user` (`name`, `password`)
   */
  async accept(token: string, chosen: { name: string; password: string }): Promise<void> {
    const { email, known } = await this.byToken(token);
    const name = chosen.name.trim();
    const faults = known ? [] : [name === '' ? { field: 'name', code: 'required' } : null, passwordFault(chosen.password, { email, name })].filter((fault) => fault !== null);
    if (faults.length > 0) throw invalidUser(faults);
    const passwordHash = known ? '' : await hashPassword(chosen.password);
    try {
      await this.database.transaction((tx) => this.take(tx, token, name, passwordHash), { actor: 'invitation' });
    } catch (error) {
      if (sqlState(error) === '23505') throw emailTaken();
      throw error;
    }
  }

  private async take(tx: Tx, token: string, name: string, passwordHash: string): Promise<void> {
    const [row] = await txRows<Row>(tx, `select ${COLUMNS} from invitations r where ${OPEN} and r.id = (select invitation_id from invitation_links where token_hash = $1) for update`, [hashSecret(token)]);
    const inviter = row && (await loadUser(tx, row.invitedBy));
    if (!row || !inviter) throw invitationOver();
    const [place] = await txRows<{ id: string | null }>(tx, `select coalesce($1, (select jurisdiction_id from stores where id = $2)) as id`, [row.jurisdictionId, row.storeId]);
    if (!mayGive(actorFrom(inviter, 'session'), { ...row, jurisdictionId: place?.id ?? null })) throw invitationOver();
    const given = { role: row.role, campaignId: row.campaignId, jurisdictionIds: row.jurisdictionId ? [row.jurisdictionId] : [], storeId: row.storeId, area: row.area };
    const [user] = await txRows<{ id: string; disabled: boolean }>(tx, `select id, disabled_at is not null as disabled from users where lower(email) = lower($1)`, [row.email]);
    if (user?.disabled) throw invitationOver();
    if (user) await grantRole(tx, user.id, given);
    const userId = user?.id ?? (await this.users.insert(tx, { ...given, email: row.email, name, locale: row.locale, passwordIsTheirs: true }, passwordHash));
    await tx.query(`update invitations set accepted_at = clock_timestamp(), accepted_by = $2 where id = $1`, [row.id, userId]);
    await tx.query(`delete from invitation_links where invitation_id = $1`, [row.id]);
    await this.audit.append(tx, { actor: userId, action: 'invitation.accept', subject: `invitation:${row.id}`, details: { user: userId, ...roleDetails(given) } });
  }

  private async change(actor: Actor, id: string, action: string, work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [row] = await txRows(tx, `select 1 from invitations r where ${OPEN} and r.id = $2 and ${WITHIN_GIVING} for update`, [JSON.stringify(givingPlaces(actor)), id]);
      if (!row) throw notFound();
      await work(tx);
      await this.audit.append(tx, { actor: actor.userId, action, subject: `invitation:${id}`, details: {} });
    }, { actor: actor.userId });
  }

  private async letterWhere(where: string, values: unknown[]): Promise<InvitationLetter | null> {
    const [row] = await this.database.rows<InvitationLetter>(
      `select r.role, r.email, r.locale, u.name as inviter, c.title as "campaignTitle", coalesce(c.default_language, 'en') as "campaignLanguage", c.contact,
              coalesce(s.name, r.area, j.name, r.jurisdiction_id) as place, r.expires_at as "expiresAt", exists (select 1 from users k where lower(k.email) = lower(r.email)) as known
         from invitations r join users u on u.id = r.invited_by left join campaigns c on c.id = r.campaign_id left join stores s on s.id = r.store_id
         left join jurisdictions j on j.campaign_id = r.campaign_id and j.id = r.jurisdiction_id
        where ${OPEN} and u.disabled_at is null and ${where}`, values);
    return row ?? null;
  }
}
