import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/access';
import { type NewWebhook, type Webhook, WebhookClerk, Webhooks, WebhookSender } from '#libs/notifications';
import { OutboundRules } from '#libs/outbound';
import { PublishedKeys } from '#libs/signatures';
import { startWorker, type Worker } from '../../apps/worker/src/worker.js';
import { SmtpSink } from '../../libs/notifications/src/testing/smtp-sink.js';
import { begin } from '../support/children.js';
import { environmentOf, eventually, furnish, type Furnished } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

interface Received { id: string; sequence: number; type: string; body: string; headers: IncomingHttpHeaders; data: Record<string, unknown> }
type Answer = number | { status: number; headers: Record<string, string> } | 'none';

/** A receiver as somebody else might have written it, after the specification of Standard Webhooks alone. */
class Receiver {
  readonly received: Received[] = [];
  answer: (message: Received) => Answer = () => 204;
  private readonly server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const { sequence, type, data } = JSON.parse(body) as Pick<Received, 'sequence' | 'type' | 'data'>;
      const message = { id: String(request.headers['webhook-id']), sequence, type, data, body, headers: request.headers };
      this.received.push(message);
      const answer = this.answer(message);
      if (answer === 'none') return;
      const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
      response.writeHead(status, headers).end('an answer that nobody keeps');
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook?token=of-theirs`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Whether one of the signatures is right, under this secret. */
  static holds({ headers, body }: Received, secret: string): boolean {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const wanted = createHmac('sha256', key).update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`).update(body).digest();
    return String(headers['webhook-signature']).split(' ').some((one) => {
      const [version, signature = ''] = one.split(',');
      const given = Buffer.from(signature, 'base64');
      return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  }
}

describe('a program that wants to be told', () => {
  let database: TestDatabase;
  let furnished: Furnished;
  let worker: Worker;
  let webhooks: Webhooks;
  let sender: WebhookSender;
  let campaignId: number;
  let receiver: Receiver;
  const receivers: Receiver[] = [];
  const sink = new SmtpSink();
  const rules = new OutboundRules({ mayCallLoopback: true });

  beforeAll(async () => {
    database = await testDatabase();
    await sink.start();
    furnished = await furnish(database.config);
    await furnished.petition('AA', { confirmation: 'none', target: 10 });
    await furnished.petition('BB');
    await furnished.organiser('organiser@journey.example');
    const { db } = furnished;
    campaignId = (await db.rows<{ id: number }>(`select id from campaigns`))[0]?.id ?? 0;
    worker = await startWorker(database.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false } }), rules);
    sender = worker.app.get(WebhookSender, { strict: false });
    webhooks = new Webhooks(db, new AuditLog(db), new PublishedKeys(db), rules);
  }, 120_000);
  beforeEach(async () => {
    receiver = new Receiver();
    receivers.push(receiver);
    await receiver.start();
  });
  afterAll(async () => {
    await worker.stop();
    for (const each of receivers) await each.stop();
    await furnished.close();
    await sink.stop();
    await database.drop();
  }, 60_000);

  const make = (more: Partial<NewWebhook> = {}): Promise<{ webhook: Webhook; secret: string }> =>
    webhooks.create({ campaignId, jurisdictionId: null, name: 'A dashboard', url: receiver.url, events: ['milestone.reached', 'petition.opened', 'petition.closed', 'handover.scheduled'], ...more }, 'spec');
  /** Something happened: left in the outbox as the libs leave it. */
  const happens = (topic: string, payload: object): Promise<unknown> => furnished.db.rows(`with left_behind as (insert into outbox (topic, payload) values ($1, $2)) select pg_notify('outbox', '')`, [topic, JSON.stringify(payload)]);
  const petition = async (jurisdiction: string): Promise<number> => (await furnished.db.rows<{ id: number }>(`select id from petitions where jurisdiction_id = $1`, [jurisdiction]))[0]?.id ?? 0;
  const arrived = (n: number): Promise<void> => eventually(`${n} messages`, () => receiver.received.length >= n);
  const states = async (id: string): Promise<string[]> => (await webhooks.deliveries({ webhookId: id })).items.reverse().map(({ sequence, state, attempts, result }) => `${sequence} ${state} ${attempts} ${result}`);
  const settled = (id: string, expected: string[]): Promise<void> => eventually(expected.join(', '), async () => (await states(id)).join() === expected.join());
  /** As if the pause had passed. */
  const later = async (id: string): Promise<void> => {
    await furnished.db.rows(`update webhook_deliveries set next_at = now() - interval '1 second' where webhook_id = $1`, [id]);
    // Another may be sending at this very moment: then that one does it.
    await eventually('nothing more that is due', async () => {
      await sender.send(id);
      const [head] = await furnished.db.rows<{ due: boolean }>(
        `select w.state = 'active' and d.next_at <= now() as due from webhook_deliveries d join webhooks w on w.id = d.webhook_id where w.id = $1 and d.state = 'waiting' order by sequence limit 1`, [id]);
      return !head?.due;
    });
  };

  it('is told what the public may read, signed so that a stranger’s code can check it', async () => {
    const { webhook, secret } = await make({ jurisdictionId: 'AA' });
    const id = await petition('AA');
    await happens('petition.opened', { petitionId: id });
    await arrived(1);
    await happens('milestone.crossed', { petitionId: id, approaching: [], reached: [10], total: 10, by: 'share' });
    await happens('petition.opened', { petitionId: await petition('BB') });
    await arrived(2);
    await settled(webhook.id, ['1 delivered 1 204', '2 delivered 1 204']);
    const [opened, reached] = receiver.received;
    if (!opened || !reached) throw new Error('nothing came');
    expect([opened, reached].map((message) => Receiver.holds(message, secret))).toEqual([true, true]);
    expect(Receiver.holds({ ...reached, body: reached.body.replace('journey-aa', 'journey-bb') }, secret)).toBe(false);
    expect(Math.abs(Date.now() / 1_000 - Number(opened.headers['webhook-timestamp']))).toBeLessThan(30);
    expect(reached).toMatchObject({ type: 'milestone.reached', sequence: 2, data: { petition: 'journey-aa', jurisdiction: 'AA', thresholds: [10], count: { counted: 0, total: 0 } } });
    expect(Object.keys(JSON.parse(reached.body) as object)).toEqual(['type', 'timestamp', 'sequence', 'campaign', 'demonstration', 'data']);
    // At rest there is neither the secret nor an answer of theirs.
    const [row] = await furnished.db.rows<{ text: string }>(`select w::text || coalesce(string_agg(d::text, ' '), '') as text from webhooks w left join webhook_deliveries d on d.webhook_id = w.id where w.id = $1 group by w.id`, [webhook.id]);
    expect(row?.text).not.toContain(Buffer.from(secret.slice(6), 'base64').toString('hex'));
    expect(row?.text).not.toContain('an answer that nobody keeps');
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('is told nothing of a petition of high privacy between two publications', async () => {
    const { webhook } = await make({ events: ['milestone.reached', 'count.daily'] });
    const id = await petition('BB');
    await furnished.db.rows(`update petitions set privacy = 'high' where id = $1`, [id]);
    await furnished.db.rows(`insert into petition_tallies (petition_id, counted) values ($1, 57) on conflict (petition_id) do update set counted = 57`, [id]);
    await furnished.db.rows(`insert into published_counts (petition_id, day, counted) values ($1, (now() at time zone 'UTC')::date, 40) on conflict (petition_id, day) do update set counted = 40`, [id]);
    const clerk = worker.app.get(WebhookClerk, { strict: false });
    await clerk.note({ id: 'high', topic: 'milestone.crossed', payload: { petitionId: id, approaching: [], reached: [50], total: 57, by: 'share' } });
    const evening = new Date();
    evening.setUTCHours(23, 59, 0, 0);
    await clerk.countOf(evening);
    await clerk.countOf(evening);
    await arrived(1);
    await settled(webhook.id, ['1 delivered 1 204']);
    expect(receiver.received[0]).toMatchObject({ type: 'count.daily', data: { petitions: [{ petition: 'journey-aa' }, { petition: 'journey-bb', count: { counted: 40, total: 40 } }] } });
    await furnished.db.rows(`update petitions set privacy = 'standard' where id = $1`, [id]);
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('gets everything in order: what comes later waits until the one before is delivered', async () => {
    const { webhook } = await make();
    let healthy = false;
    receiver.answer = ({ sequence }) => (sequence === 3 && !healthy ? 500 : 200);
    const id = await petition('AA');
    for (let n = 1; n <= 5; n++) {
      await happens('milestone.crossed', { petitionId: id, approaching: [], reached: [n * 100], total: n * 100, by: 'share' });
      if (n <= 3) await arrived(n);
    }
    await eventually('five in the list', async () => (await states(webhook.id)).length === 5);
    await sender.send(webhook.id);
    await settled(webhook.id, ['1 delivered 1 200', '2 delivered 1 200', '3 waiting 1 500', '4 waiting 0 null', '5 waiting 0 null']);
    await later(webhook.id);
    await settled(webhook.id, ['1 delivered 1 200', '2 delivered 1 200', '3 waiting 2 500', '4 waiting 0 null', '5 waiting 0 null']);
    healthy = true;
    await later(webhook.id);
    await settled(webhook.id, ['1 delivered 1 200', '2 delivered 1 200', '3 delivered 3 200', '4 delivered 1 200', '5 delivered 1 200']);
    expect(receiver.received.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 3, 3, 4, 5]);
    expect(new Set(receiver.received.filter(({ sequence }) => sequence === 3).map(({ id: one }) => one)).size).toBe(1);
    await webhooks.replaySince(webhook.id, new Date(0), 'spec');
    await arrived(12);
    expect(receiver.received.slice(7).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(receiver.received[7]?.id).toBe(receiver.received[0]?.id);
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('is given up after the last try; then the next ones go, and what died can be sent again', async () => {
    const { webhook } = await make();
    receiver.answer = ({ sequence }) => (sequence === 1 ? 404 : 200);
    await webhooks.ping(webhook.id, 'spec');
    await webhooks.ping(webhook.id, 'spec');
    await arrived(1);
    await settled(webhook.id, ['1 waiting 1 404', '2 waiting 0 null']);
    await furnished.db.rows(`update webhook_deliveries set attempts = 10 where webhook_id = $1 and sequence = 1`, [webhook.id]);
    await later(webhook.id);
    await settled(webhook.id, ['1 dead 11 404', '2 delivered 1 200']);
    receiver.answer = () => 200;
    const dead = (await webhooks.deliveries({ webhookId: webhook.id, state: 'dead' })).items[0];
    await webhooks.replay(webhook.id, dead?.id ?? '', 'spec');
    await settled(webhook.id, ['1 delivered 1 200', '2 delivered 1 200']);
    expect(receiver.received.at(-1)).toMatchObject({ id: dead?.id, sequence: 1, type: 'ping' });
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('pauses itself after three dead letters, and its organisers are told', async () => {
    const { webhook } = await make({ name: 'Old dashboard' });
    receiver.answer = () => 500;
    for (let n = 0; n < 4; n++) await webhooks.ping(webhook.id, 'spec');
    await arrived(1);
    await settled(webhook.id, ['1 waiting 1 500', '2 waiting 0 null', '3 waiting 0 null', '4 waiting 0 null']);
    await furnished.db.rows(`update webhook_deliveries set attempts = 10 where webhook_id = $1`, [webhook.id]);
    await later(webhook.id);
    expect(await webhooks.get(webhook.id)).toMatchObject({ state: 'paused', reason: 'failing', dead: 3, waiting: 1 });
    await eventually('the mail', () => sink.received.some(({ subject }) => subject.includes('Old dashboard')));
    expect(sink.received.filter(({ subject }) => subject.includes('Old dashboard')).map(({ to, subject }) => [to, subject])).toEqual([['organiser@journey.example', 'The webhook “Old dashboard” is paused: nobody answers there']]);
    expect(await sender.send(webhook.id)).toBe(0);
    receiver.answer = () => 200;
    await webhooks.resume(webhook.id, 'spec');
    await eventually('what waited', async () => (await webhooks.get(webhook.id)).waiting === 0);
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('is let alone once it says that it is gone, and waited for if it asks for it', async () => {
    const { webhook } = await make();
    receiver.answer = ({ sequence }) => (sequence === 1 ? { status: 503, headers: { 'retry-after': '7200' } } : 410);
    await webhooks.ping(webhook.id, 'spec');
    await arrived(1);
    await settled(webhook.id, ['1 waiting 1 503']);
    const [first] = (await webhooks.deliveries({ webhookId: webhook.id })).items;
    expect((first?.nextAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(7_000_000);
    receiver.answer = () => 410;
    await later(webhook.id);
    expect(await webhooks.get(webhook.id)).toMatchObject({ state: 'off', reason: 'gone' });
    await happens('petition.opened', { petitionId: await petition('AA') });
    await eventually('an empty outbox', async () => (await furnished.db.rows(`select 1 from outbox`)).length === 0);
    expect((await states(webhook.id)).length).toBe(1);
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('takes a new secret whenever it likes while both hold', async () => {
    const { webhook, secret } = await make();
    const { secret: next } = await webhooks.rotateSecret(webhook.id, 'spec', 1);
    await webhooks.ping(webhook.id, 'spec');
    await arrived(1);
    await settled(webhook.id, ['1 delivered 1 204']);
    expect([secret, next].map((one) => receiver.received[0] && Receiver.holds(receiver.received[0], one))).toEqual([true, true]);
    await webhooks.rotateSecret(webhook.id, 'spec', 0);
    await webhooks.ping(webhook.id, 'spec');
    await arrived(2);
    expect([secret, next].map((one) => receiver.received[1] && Receiver.holds(receiver.received[1], one))).toEqual([false, false]);
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('gets each message once from many that send at once', async () => {
    const { webhook } = await make();
    await webhooks.pause(webhook.id, 'spec');
    const id = await petition('AA');
    for (let n = 1; n <= 12; n++) await happens('milestone.crossed', { petitionId: id, approaching: [], reached: [n * 7], total: n * 7, by: 'share' });
    await eventually('twelve in the list', async () => (await states(webhook.id)).length === 12);
    await furnished.db.rows(`update webhooks set state = 'active', reason = null where id = $1`, [webhook.id]);
    await Promise.all(Array.from({ length: 6 }, () => sender.send(webhook.id)));
    await eventually('all delivered', async () => (await webhooks.get(webhook.id)).waiting === 0);
    expect(receiver.received.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('gets it again under the same id when the worker dies between sending and noting', async () => {
    const { webhook } = await make();
    receiver.answer = () => 'none';
    await webhooks.pause(webhook.id, 'spec');
    await happens('petition.opened', { petitionId: await petition('AA') });
    await eventually('one in the list', async () => (await states(webhook.id)).length === 1);
    await furnished.db.rows(`update webhooks set state = 'active', reason = null where id = $1`, [webhook.id]);
    const child = await begin('webhook-sender.ts', environmentOf(database.config, { WEBHOOK: webhook.id }));
    await arrived(1);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    receiver.answer = () => 200;
    expect(await sender.send(webhook.id)).toBe(0);
    // As if its minute had passed.
    await furnished.db.rows(`update webhooks set lease_until = now() where id = $1`, [webhook.id]);
    await sender.sweep();
    await arrived(2);
    await settled(webhook.id, ['1 delivered 1 200']);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);

  it('is refused where it is no address of the internet, when it is made and when it is called', async () => {
    for (const url of ['https://169.254.169.254/latest', 'https://metadata.google.internal/', 'https://10.0.0.1/', 'http://hooks.example.org/', 'https://[fd00:ec2::254]/', 'https://0x0a000001/']) {
      await expect(make({ url })).rejects.toMatchObject({ code: 'webhooks.invalid', fields: [{ field: 'url' }] });
    }
    const { webhook } = await make();
    await furnished.db.rows(`update webhooks set url = 'https://192.168.0.1/' where id = $1`, [webhook.id]);
    await webhooks.ping(webhook.id, 'spec');
    await settled(webhook.id, ['1 waiting 1 private_address']);
    await webhooks.remove(webhook.id, 'spec');
  }, 30_000);
});
