import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { ApiTokens, AuditLog, Users } from '#libs/access';
import { startServer, type StartedServer } from '../support/app.js';
import { startInstallation, type Installation } from '../support/demonstration.js';

/** From the booking to the promise kept: what an organiser does by API, and what the citizens' page then tells. */
describe('a handover, from the booking to the promise kept', () => {
  let installation: Installation;
  let organiser: StartedServer;
  let token: string;
  let handover: string;
  const today = new Date().toISOString().slice(0, 10);

  const call = async (method: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown>; text: string }> => {
    const answer = await fetch(`${installation.url}/api/v1/${path}`, {
      method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} };
  };
  const page = async (): Promise<string> => (await fetch(`${installation.url}/en/petitions/keep-your-word-nl`)).text();

  beforeAll(async () => {
    installation = await startInstallation();
    organiser = await startServer(installation.config.with({ port: 0 }));
    const users = organiser.app.get(Users);
    const { user } = await users.add({ email: 'nl@example.org', name: 'Nel', role: 'organiser', campaignId: await users.campaignIdOf('keep-your-word'), jurisdictionIds: ['NL'], password: 'a long enough sentence 42', passwordIsTheirs: true }, 'spec');
    token = (await organiser.app.get(ApiTokens).create(user.id, 'spec')).token;
  }, 120_000);
  afterAll(async () => {
    await organiser?.close();
    await installation?.end();
  }, 60_000);

  it('is booked, and stands on the page as planned', async () => {
    const booked = await call('POST', 'handovers', {
      campaign: 'keep-your-word', jurisdiction: 'NL', date: '2031-03-04', startTime: '10:00', timeZone: 'Europe/Amsterdam', place: 'Het Binnenhof',
      recipients: [{ office: 'Minister van Justitie', kind: 'executive' }],
    });
    expect(booked.status).toBe(201);
    handover = booked.body['id'] as string;
    expect(await page()).toMatch(/Het Binnenhof[\s\S]*Minister van Justitie|Minister van Justitie[\s\S]*Het Binnenhof/);
  });

  it('is moved, and both parsers read the same new instant from its calendar file', async () => {
    expect((await call('PATCH', `handovers/${handover}`, { date: '2031-07-08', reason: 'The minister travels' })).status).toBe(200);
    const file = (await call('GET', `handovers/${handover}/calendar.ics`)).text;
    const event = new ICAL.Event(new ICAL.Component(ICAL.parse(file) as never).getFirstSubcomponent('vevent') ?? undefined);
    const other = Object.values(nodeIcal.sync.parseICS(file)).find((entry) => entry?.type === 'VEVENT') as { start: Date; uid: string };
    expect(event.startDate.toJSDate().toISOString()).toBe('2031-07-08T08:00:00.000Z');
    expect(other.start.toISOString()).toBe('2031-07-08T08:00:00.000Z');
    expect([event.uid, event.sequence]).toEqual([other.uid, 1]);
    await call('PATCH', `handovers/${handover}`, { date: today, startTime: null, reason: 'Sooner after all' });
  });

  it('is held and answered, and the page tells the figure and what was said', async () => {
    expect((await call('POST', `handovers/${handover}/hold`, { outcome: 'held', signatures: 167, whatWasSaid: 'We shall read every page.' })).status).toBe(200);
    expect((await call('POST', `handovers/${handover}/responses`, { kind: 'answer', text: 'The answer is in preparation.', language: 'en', datedOn: today })).status).toBe(201);
    const told = await page();
    expect(told).toContain('167');
    expect(told).toMatch(/The answer is in preparation\.|We shall read every page\./);
  });

  it('brings a promise, which is followed to fulfilled with its evidence', async () => {
    const promised = await call('POST', `handovers/${handover}/commitments`, { text: 'Open a shelter in every province', kind: 'service', answers: ['NL-c01'] });
    expect(promised.status).toBe(201);
    expect(await page()).toContain('Open a shelter in every province');
    const path = `commitments/${promised.body['id'] as string}/statuses`;
    expect((await call('POST', path, { status: 'in-progress', evidence: 'https://example.org/first-shelter', dated: today })).status).toBe(201);
    expect((await call('POST', path, { status: 'fulfilled' })).status).toBe(422);
    expect((await call('POST', path, { status: 'fulfilled', evidence: 'https://example.org/all-shelters', dated: today })).status).toBe(201);
    const told = await page();
    expect(told).toMatch(/Open a shelter in every province[\s\S]*Fulfilled/);
    expect(told).toContain('https://example.org/all-shelters');
  });

  it('leaves an audit trail that holds together', async () => {
    expect(await organiser.app.get(AuditLog).verifyChain()).toMatchObject({ faults: [] });
  });
});
