import { type Ledger } from '../ledger.js';
import { type Scene } from '../stage/scene.js';
import { type Violation } from './verdict.js';

interface Logged { kind: string; about: string; recipient: string; messageId: string; state: string }

/** Who has to be told and was not: no notice of theirs is settled. */
const UNTOLD: readonly { who: string; sql: string }[] = [
  {
    who: 'asked to confirm',
    sql: `select s.id::text as who from signatures s join petitions p on p.id = s.petition_id
           where p.confirmation = 'required' and s.channel = 'online' and s.status = 'pending'
             and not exists (select 1 from mail_log l where l.kind = 'confirmation' and l.recipient = 'signature:' || s.id and l.state <> 'due')`,
  },
  {
    who: 'thanked',
    sql: `select s.id::text as who from signatures s join petitions p on p.id = s.petition_id
           where p.confirmation = 'required' and s.channel = 'online' and s.confirmed_at is not null
             and not exists (select 1 from mail_log l where l.kind = 'thank-you' and l.recipient = 'signature:' || s.id and l.state <> 'due')`,
  },
  {
    who: 'told that a milestone is reached',
    sql: `select p.slug || ' ' || m.threshold as who from milestones m join petitions p on p.id = m.petition_id
           where m.reached_at is not null and not m.silent
             and not exists (select 1 from mail_log l where l.kind = 'milestone.reached' and l.state = 'accepted' and split_part(l.about, ':', 2) = m.petition_id::text
                                and m.threshold::text = any(string_to_array(split_part(l.about, ':', 3), ',')))`,
  },
];

/** Each notice was told, to one recipient, under one Message-ID; whatever arrived belongs to a notice; no milestone was told twice. */
export async function judgeNotices({ db }: Scene, ledger: Ledger): Promise<{ violations: Violation[]; repeated: number }> {
  const log = await db.rows<Logged>(`select kind, about, recipient, message_id as "messageId", state from mail_log`);
  const violations: Violation[] = [];
  const wrong = (what: string): void => void violations.push({ kind: 'notice', what });
  const known = new Map(log.map((row) => [row.messageId, row]));
  for (const [id, { to }] of ledger.mails) {
    if (to.size > 1) wrong(`one Message-ID to ${to.size} mailboxes`);
    if (!known.has(id)) wrong('a mail that no notice knows');
  }
  for (const { messageId, kind, state } of log) {
    if (state === 'accepted' && !ledger.mails.has(messageId)) wrong(`${kind}: said to be sent, and never came`);
    if (state === 'refused') wrong(`${kind}: given up`);
  }
  const told = new Map<string, number>();
  for (const { kind, about, recipient } of log.filter((row) => row.kind.startsWith('milestone.') && row.state === 'accepted')) {
    const [, petition = '', thresholds = ''] = about.split(':');
    for (const threshold of thresholds.split(',')) {
      const name = `${kind} ${threshold} of petition ${petition} to ${recipient}`;
      told.set(name, (told.get(name) ?? 0) + 1);
    }
  }
  for (const [name, times] of told) if (times > 1) wrong(`${name}: told ${times} times`);
  for (const { who, sql } of UNTOLD) for (const row of await db.rows<{ who: string }>(sql)) wrong(`${row.who} was not ${who}`);
  const repeated = [...ledger.mails.values()].reduce((sum, { times }) => sum + times - 1, 0);
  return { violations, repeated };
}
