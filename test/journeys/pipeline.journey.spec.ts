import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { planSimulation } from '../../apps/cli/src/simulate/plan-simulation.js';
import { simulate } from '../../apps/cli/src/simulate/simulate.js';
import { verify } from '#libs/verification';
import { SmtpSink } from '../../libs/notifications/src/testing/smtp-sink.js';
import { startServer, type StartedServer } from '../support/app.js';
import { begin, end } from '../support/children.js';
import { environmentOf, eventually, furnish, type Furnished, post, signature } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

const MINUTE = 60_000;

describe('from the door to the tally', () => {
  let database: TestDatabase;
  let server: StartedServer;
  let furnished: Furnished;
  const workers: ChildProcess[] = [];
  const sink = new SmtpSink();

  /** A worker in a process of its own, so that it can be killed. */
  const worker = async (smtp?: string): Promise<ChildProcess> => {
    const child = await begin('worker.ts', environmentOf(database.config, smtp ? { SMTP_URL: smtp } : {}));
    workers.push(child);
    return child;
  };

  beforeAll(async () => {
    database = await testDatabase();
    await sink.start();
    furnished = await furnish(database.config);
    server = await startServer(database.config);
  }, 2 * MINUTE);
  afterEach(async () => {
    await Promise.all(workers.splice(0).map(end));
  });
  afterAll(async () => {
    await server.close();
    await furnished.close();
    await sink.stop();
    await database.drop();
  });

  it('counts one person who posts 200 times at once as one', async () => {
    const slug = await furnished.petition('AA', { confirmation: 'none' });
    await worker();
    const body = signature();
    const statuses = await post(server.url, slug, Array.from({ length: 200 }, (_, n) => ({ ...body, email: n % 2 === 0 ? body['email'] : String(body['email']).toUpperCase() })));
    expect(new Set(statuses)).toEqual(new Set([202]));
    await eventually('200 records', async () => (await furnished.db.rows(`select 1 from signatures`)).length === 200);
    expect(await furnished.counted(slug)).toBe(1);
  }, MINUTE);

  it('tells organisers before the target is reached and once when it is, though the worker is killed in between', async () => {
    const slug = await furnished.petition('AB', { confirmation: 'none', target: 1_000 });
    await furnished.organiser('organiser@journey.example');
    const mails = async (kind: string): Promise<number> => (await furnished.db.rows(`select 1 from mail_log where kind like $1 and state = 'accepted'`, [`milestone.${kind}%`])).length;
    let first = await worker(sink.url);
    const upTo = async (n: number): Promise<void> => {
      for (let sent = await furnished.counted(slug); sent < n; sent += 50) {
        const statuses = await post(server.url, slug, Array.from({ length: Math.min(50, n - sent) }, () => signature()));
        expect(new Set(statuses)).toEqual(new Set([202]));
        await eventually(`${sent} counted`, async () => (await furnished.counted(slug)) >= Math.min(n, sent + 50));
        if (sent === 500) {
          first.kill('SIGKILL');
          first = await worker(sink.url);
        }
      }
    };
    await upTo(850);
    expect(await mails('approaching')).toBe(0);
    await upTo(900);
    await eventually('the mail that says approaching', async () => (await mails('approaching')) === 1, MINUTE);
    expect(await furnished.counted(slug)).toBeLessThan(1_000);
    expect(sink.received).toHaveLength(1);

    // Killed with the crossing on its way: whoever comes next tells it, once.
    await upTo(990);
    const crossing = post(server.url, slug, Array.from({ length: 50 }, () => signature()));
    first.kill('SIGKILL');
    expect(new Set(await crossing)).toEqual(new Set([202]));
    await worker(sink.url);
    await eventually('what was acknowledged before the kill', async () => (await furnished.counted(slug)) === 1_040);
    await upTo(1_100);
    await eventually('the mail that says reached', async () => (await mails('reached')) === 1, MINUTE);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([await mails('approaching'), await mails('reached')]).toEqual([1, 1]);
    expect(new Set(sink.received.map(({ messageId }) => messageId)).size).toBe(2);
    expect(sink.received.every(({ to }) => to === 'organiser@journey.example')).toBe(true);
    expect(await furnished.counted(slug)).toBe(1_100);
  }, 4 * MINUTE);

  it('adds up for invented signers with repeats and faults, and verify names the tally that a hand has changed', async () => {
    const slug = await furnished.petition('AC');
    const open = await furnished.petition('AD', { confirmation: 'none' });
    await worker();
    for (const [petition, count, confirm] of [[slug, 300, 0.9], [open, 1_700, 1]] as const) {
      const plan = planSimulation({ count, duplicates: 0.1, faulty: 0.02, confirm, seed: 'journey', run: petition });
      const report = await simulate(database.config, plan, { petition, url: server.url, rate: null, onProgress: () => undefined });
      expect(report).toMatchObject({ sent: count, refused: Math.round(count * 0.02), counted: report.expected, faults: [], addsUp: true });
    }
    expect(await verify(database.config)).toMatchObject({ drift: [] });

    const [cell] = await furnished.db.rows<{ hour: Date; country: string }>(
      `update tally_cells set n = n + 1 where ctid = (select c.ctid from tally_cells c join petitions p on p.id = c.petition_id where p.slug = $1 and c.status = 'counted' order by c.country limit 1)
       returning hour, country`, [open]);
    const { drift } = await verify(database.config);
    expect(drift).toEqual([expect.objectContaining({ where: `tally cell ${open} ${cell?.hour.toISOString().slice(0, 13)}Z ${cell?.country} online counted` })]);
    await furnished.db.rows(`update tally_cells c set n = n - 1 from petitions p where p.id = c.petition_id and p.slug = $1 and c.country = $2 and c.hour = $3 and c.status = 'counted'`, [open, cell?.country, cell?.hour]);
  }, 4 * MINUTE);

  it('refuses a mark of invented signatures that was not made with the data folder', async () => {
    const answer = await fetch(`${server.url}/api/v1/petitions/journey-ac/signatures`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-countersign-synthetic': `${Date.now()}.AAAA` }, body: JSON.stringify(signature()),
    });
    expect(answer.status).toBe(403);
  });
});
