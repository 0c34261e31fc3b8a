import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import request from 'supertest';
import { Delegations } from '#libs/handovers';
import { type ConsoleVisitor, openConsole, type OpenConsole, seedHandovers } from '../../../../../test/support/console.js';

let opened: OpenConsole;
let server: OpenConsole['server'];
let db: OpenConsole['db'];
let swede: ConsoleVisitor;
let reader: ConsoleVisitor;
let id: string;

beforeAll(async () => {
  opened = await openConsole();
  ({ server, db } = opened);
  await seedHandovers(db);
  [swede, reader] = await Promise.all([opened.enter('sweden@example.org'), opened.enter('reader@example.org')]);
  const booked = await swede.submit('/console/handovers/new', { petition: 'alive/SE', date: '2030-12-03', startTime: '09:30', timeZone: 'Asia/Tokyo', place: 'Embassy', office: 'Minister of Justice', kind: 'executive', recipientName: '', presenters: '' }, '/console/handovers/new?petition=alive-se');
  id = /handovers\/([0-9a-f-]+)\?/.exec(booked.headers['location'] ?? '')?.[1] ?? '';
}, 60_000);

afterAll(() => opened?.close());

const rows = <Row>(sql: string): Promise<Row[]> => opened.rows<Row>(sql);

describe('the calendar\'s pages', () => {
  it('show the month with each handover in its own zone and the reader\'s clock beside', async () => {
    const { text } = await swede.get('/console/handovers?month=2030-12');
    expect(text).toContain('09:30');
    expect(text).toContain('Tokyo');
    expect(text).toMatch(/\d\d:30 on your clock/);
    expect((await swede.get('/console/handovers?month=2030-12&own=1')).text).toContain('09:30');
    // Of places that are not theirs they are not even offered the name.
    expect(text).toContain('value="SE"');
    expect(text).not.toContain('value="NO"');
  });

  it('keep delegates, the usual list and the run of the day, and warn of an election', async () => {
    const page = `/console/handovers/${id}/preparations`;
    expect((await swede.submit(`${page}/delegates`, { name: 'Ana', role: 'Speaker', email: 'ana@example.org', locale: 'fr' }, page)).status).toBe(303);
    const twice = await swede.submit(`${page}/delegates`, { name: 'Ana', role: '', email: 'ANA@example.org', locale: 'fr' }, page);
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('This address is in the delegation already.');
    await swede.submit(`${page}/checklist/usual`, {}, page);
    await swede.submit(`${page}/checklist/usual`, {}, page);
    await swede.submit(`${page}/run`, { startsAt: '09:15', what: 'Meet at the gate', who: 'All' }, page);
    await swede.submit(`/console/offices/blackouts?place=${encodeURIComponent('alive/SE')}`, { from: '2030-12-01', to: '2030-12-08', reason: 'General election', source: '' }, `/console/offices?place=${encodeURIComponent('alive/SE')}`);
    const { text } = await swede.get(page);
    for (const words of ['ana@example.org', 'Seal the signatures', 'Meet at the gate', 'General election']) expect(text).toContain(words);
    expect(await rows(`select count(*)::int as n from checklist_items where template_key = 'seal'`)).toEqual([{ n: 1 }]);
    expect(await rows(`select topic from outbox where topic = 'handover.delegation'`)).toHaveLength(1);
    expect((await reader.get(`/console/handovers/${id}`)).text).toContain('General election');
    expect((await reader.submit(`${page}/run`, { startsAt: '09:15', what: 'X', who: '' }, page)).status).toBe(403);
  });

  it('keep a file with its label, and what was typed when no file came', async () => {
    const page = `/console/handovers/${id}/preparations`;
    const none = await swede.submit(`${page}/files`, { label: 'Briefing', takeAlong: 'true' }, page);
    expect(none.status).toBe(422);
    expect(none.text).toContain('value="Briefing"');
    const [kept] = await rows<{ id: string }>(`insert into documents (campaign_id, jurisdiction_id, sha256, bytes, size, media_type, name, uploaded_by)
      select campaign_id, jurisdiction_id, sha256('x'), 'x', 1, 'text/plain', 'briefing.txt', 'spec' from handovers where id = '${id}' returning id`);
    await rows(`insert into handover_files (handover_id, document_id, label, take_along, added_by) values ('${id}', '${kept?.id}', 'Briefing', true, 'spec') returning label`);
    for (const path of [page, `/console/handovers/${id}`]) expect((await swede.get(path)).text).toMatch(/Briefing.*briefing\.txt/s);
    expect((await reader.submit(`${page}/files/${kept?.id}/remove`, {}, page)).status).toBe(403);
    expect((await swede.submit(`${page}/files/${kept?.id}/remove`, {}, page)).status).toBe(303);
    expect((await swede.get(page)).text).not.toContain('briefing.txt');
  });

  it('tell who held an office on the day and who holds it today', async () => {
    const offices = `/console/offices?place=${encodeURIComponent('alive/SE')}`;
    const to = (path: string): string => `/console/offices${path}?place=${encodeURIComponent('alive/SE')}`;
    await swede.submit(to(''), { name: 'Minister of Labour', language: 'en', body: '', kind: 'executive' }, offices);
    const [office] = await rows<{ id: string }>(`select id from offices`);
    await swede.submit(to(`/${office?.id}/holders`), { person: 'Berg', from: '2020-01-01', to: '', source: '' }, offices);
    await swede.submit(to(`/${office?.id}/holders`), { person: 'Carlsson', from: '2030-12-01', to: '', source: '' }, offices);
    await db.query(`update handover_recipients set office_id = $1 where handover_id = $2`, [office?.id, id]);
    const { text } = await swede.get(`/console/handovers/${id}`);
    expect(text).toContain('held on the day by Carlsson');
    expect(text).toContain('Today the office is held by Berg.');
    expect(await rows(`select person, held_to::text from office_holders order by held_from`)).toEqual([{ person: 'Berg', held_to: '2030-11-30' }, { person: 'Carlsson', held_to: null }]);
  });

  it('correct a term, keep what was typed where it cannot be, and leave the former one in history', async () => {
    const [term] = await rows<{ id: string; office: string }>(`select id, office_id as office from office_holders where person = 'Berg'`);
    const page = `/console/offices/${term?.office}/holders/${term?.id}`;
    expect((await swede.get(`/console/offices?place=${encodeURIComponent('alive/SE')}`)).text).toContain(page);
    expect((await swede.get(page)).text).toContain('value="2030-11-30"');
    const overlaps = await swede.submit(page, { person: 'Bergh', from: '2020-01-01', to: '2030-12-24', source: '' }, page);
    expect(overlaps.status).toBe(422);
    for (const words of ['value="Bergh"', 'value="2030-12-24"']) expect(overlaps.text).toContain(words);
    expect((await swede.submit(page, { person: 'Bergh', from: '2020-02-01', to: '2030-11-30', source: 'Gazette 4' }, page)).status).toBe(303);
    expect(await rows(`select person, held_from::text, source from office_holders order by held_from limit 1`)).toEqual([{ person: 'Bergh', held_from: '2020-02-01', source: 'Gazette 4' }]);
    expect(await rows(`select before ->> 'person' as person from history where entity = 'office_holders' and entity_key = '${term?.id}' order by id desc limit 1`)).toEqual([{ person: 'Berg' }]);
    expect(await rows(`select action from audit_log where action = 'office.holder-corrected'`)).toHaveLength(1);
    expect((await reader.get(page)).status).toBe(403);
    expect((await reader.submit(page, { person: 'X', from: '2020-01-01' }, '/console/offices')).status).toBe(403);
  });

  it('give an address that two parsers read, that names no delegate, and that ends', async () => {
    const made = await swede.submit('/console/calendar-feed', {}, '/console/calendar-feed');
    const url = /\/calendar\/[\w-]{43}\.ics/.exec(made.text)?.[0] ?? '';
    expect((await swede.get('/console/calendar-feed')).text).not.toContain(url);
    expect(await rows(`select 1 from calendar_feeds where octet_length(token_hash) = 32`)).toHaveLength(1);
    const feed = await request(server.http).get(url).expect(200).expect('content-type', /text\/calendar/).expect('cache-control', /private/);
    const events = new ICAL.Component(ICAL.parse(feed.text) as never).getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
    expect(events.find(({ uid }) => uid === id)?.startDate.toJSDate().toISOString()).toBe('2030-12-03T00:30:00.000Z');
    expect(Object.values(nodeIcal.sync.parseICS(feed.text)).find((part) => part?.type === 'VEVENT' && part.uid === id)).toMatchObject({ start: new Date('2030-12-03T00:30:00Z') });
    expect(feed.text).not.toMatch(/ana@example|ATTENDEE/);
    const places = await rows<{ id: string }>(`select id from handovers where jurisdiction_id = 'NO'`);
    for (const other of places) expect(feed.text).not.toContain(other.id);
    await request(server.http).get(url).set('if-none-match', feed.headers['etag'] ?? '').expect(304);
    const again = await swede.submit('/console/calendar-feed', {}, '/console/calendar-feed');
    await request(server.http).get(url).expect(404);
    const next = /\/calendar\/[\w-]{43}\.ics/.exec(again.text)?.[0] ?? '';
    await swede.submit('/console/calendar-feed/revoke', {}, '/console/calendar-feed');
    await request(server.http).get(next).expect(404);
    await request(server.http).get('/calendar/anything.ics').expect(404);
  });

  it('answer an invitation by a button and never by being opened', async () => {
    const { linkHash } = await import('#libs/handovers');
    const [ana] = await server.app.get(Delegations).of(id);
    await db.query(`insert into delegate_links (token_hash, delegate_id) values ($1, $2)`, [linkHash('t'.repeat(43)), ana?.id]);
    const path = `/invitations/${'t'.repeat(43)}`;
    const page = await request(server.http).get(path).expect(200).expect('cache-control', 'no-store').expect('referrer-policy', 'no-referrer');
    expect(page.text).toContain('Je viens');
    expect(await server.app.get(Delegations).of(id)).toMatchObject([{ state: 'invited' }]);
    await request(server.http).post(`/fr${path}`).type('form').send({ answer: 'accepted' }).expect(200);
    expect(await server.app.get(Delegations).of(id)).toMatchObject([{ state: 'accepted', stateBy: 'delegate' }]);
    await request(server.http).get('/invitations/nothing').expect(404);
  });
});
