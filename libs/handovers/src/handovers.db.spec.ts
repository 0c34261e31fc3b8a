import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { LinkChecks } from '#libs/outbound';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { BundleQueries } from './bundles.queries.js';
import { CommitmentQueries } from './commitments.queries.js';
import { CommitmentsService } from './commitments.service.js';
import { addDays } from './date-rules.js';
import { HANDOVER_ENTITIES } from './handovers.entity.js';
import { HandoverQueries } from './handovers.queries.js';
import { HandoversReader } from './handovers.reader.js';
import { HandoversRepository } from './handovers.repository.js';
import { HandoversService } from './handovers.service.js';
import { type ScheduleHandover } from './handovers.types.js';
import { HandoverReminders } from './reminders.service.js';

const actor = { id: 'user-1', name: 'Organiser of Sweden' };
const today = new Date().toISOString().slice(0, 10);

let test: TestDatabase;
let db: Database;
let service: HandoversService;
let commitments: CommitmentsService;
let reader: HandoversReader;
let reminders: HandoverReminders;

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { entities: HANDOVER_ENTITIES }).initialize());
  const repository = new HandoversRepository(db);
  const audit = new AuditLog(db);
  service = new HandoversService(db, repository, audit);
  commitments = new CommitmentsService(db, repository, audit);
  reader = new HandoversReader(new HandoverQueries(db), new CommitmentQueries(db, new LinkChecks(db)), new BundleQueries(db), repository);
  reminders = new HandoverReminders(db);
  await db.dataSource.query(readFileSync(new URL('./testing/campaigns.sql', import.meta.url), 'utf8'));
}, 60_000);

afterAll(async () => {
  await db?.dataSource.destroy();
  await test?.drop();
});

const booking = (more: Partial<ScheduleHandover> = {}): ScheduleHandover => ({
  campaign: 'living', jurisdiction: 'SE', date: addDays(today, 14), startTime: '14:00', timeZone: 'Europe/Stockholm', place: 'Rosenbad',
  recipients: [{ office: 'Minister for Social Affairs', kind: 'executive' }], presenters: [{ name: 'Partner A' }], ...more,
});
const topics = async (): Promise<string[]> => (await db.rows<{ topic: string }>('select topic from outbox order by id')).map((row) => row.topic);
const codesOf = async (work: Promise<unknown>): Promise<string[]> => {
  const error = await work.then(() => { throw new Error('nothing was refused'); }, (reason: unknown) => reason as { code: string; fields: { field: string; code: string }[] });
  return [error.code, ...error.fields.map((fault) => `${fault.field}:${fault.code}`)];
};

describe('a handover, from the booking to what became of its promise', () => {
  it('is booked, moved, held, answered, and its commitment followed to fulfilled', async () => {
    const id = await service.schedule(booking(), actor);
    const booked = await reader.get(id, 'public');
    expect(booked).toMatchObject({ status: 'planned', level: 'national', covers: [{ id: 'SE' }], date: { exact: true, startTime: '14:00' }, recipients: [{ office: 'Minister for Social Affairs', name: null }], stated: null });
    expect(booked.date.startsAt).toBeInstanceOf(Date);

    await service.patch(id, { date: today, startTime: null, reason: 'The minister came earlier' }, actor);
    const moved = await reader.get(id, 'public');
    expect(moved).toMatchObject({ calendarSequence: 1, changeReason: 'The minister came earlier' });
    expect(moved.changes).toMatchObject([{ actor: null, reason: 'The minister came earlier', before: { dateEdtf: addDays(today, 14), startTime: '14:00', place: 'Rosenbad' } }]);

    await service.hold(id, { outcome: 'held', heldOn: addDays(today, -1), signatures: 893, residents: 880, whatWasSaid: 'She listened.', receivedBy: 'Minister for Social Affairs' }, actor);
    await service.respond(id, { kind: 'letter', text: 'We will look into it.', language: 'sv', datedOn: today }, actor);
    const commitmentId = await commitments.commit(id, { text: 'Ratify the protocol', kind: 'ratification', madeBy: 'Minister', instrument: 'OPSC', answers: ['SE-c01'] }, actor);
    expect(await reader.commitment(commitmentId, 'public')).toMatchObject({ status: 'promised', overdue: false, due: { edtf: addDays(today, 89) }, answers: [{ key: 'SE-c01' }] });
    await commitments.addStatus(commitmentId, { status: 'in-progress', evidence: 'https://example.org/bill/1', dated: '2026-11' }, actor);
    await commitments.addStatus(commitmentId, { status: 'fulfilled', evidence: 'Official journal 12', dated: today }, actor);

    const told = await reader.get(id, 'public');
    expect(told).toMatchObject({
      status: 'held', stated: { signatures: 893, qualifier: 'exact' }, residents: 880, outcome: 'She listened.', verified: { counted: 120, residents: 100 }, bundle: null,
      responses: [{ kind: 'receipt', recordedBy: null }, { kind: 'letter', text: 'We will look into it.', recordedBy: null }],
    });
    expect(told.commitments[0]?.history.map((entry) => entry.status)).toEqual(['promised', 'in-progress', 'fulfilled']);
    expect((await reader.get(id, 'organiser')).responses[0]?.recordedBy).toBe(actor.name);
    expect(await topics()).toEqual(['handover.scheduled', 'handover.moved', 'handover.held', 'commitment.status', 'commitment.status', 'commitment.status']);
    const audit = await db.rows<{ action: string; actor: string }>('select action, actor from audit_log order by n');
    expect(audit.map((row) => row.action)).toEqual(['handover.schedule', 'handover.move', 'handover.hold', 'handover.respond', 'commitment.add', 'commitment.status', 'commitment.status']);
  });

  it('is held once, even when two organisers say so at the same time', async () => {
    const id = await service.schedule(booking({ date: today, startTime: null }), actor);
    const results = await Promise.allSettled([1, 2, 3].map((n) => service.hold(id, { outcome: n === 1 ? 'held' : 'refused', signatures: 10 * n }, actor)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await codesOf(service.hold(id, { outcome: 'absent' }, actor))).toEqual(['handovers.already_held']);
    expect(await codesOf(service.cancel(id, { reason: 'no' }, actor))).toEqual(['handovers.already_held']);
  });

  it('keeps what was known before a correction', async () => {
    const id = await service.schedule(booking({ date: today, startTime: null }), actor);
    await service.hold(id, { outcome: 'held', signatures: 100 }, actor);
    await service.patch(id, { signatures: 101, reason: 'A sheet was found' }, actor);
    const rows = await db.rows<{ before: { signatures: number }; actor: string }>(`select before, actor from history where entity = 'handovers' and entity_key = $1 order by id desc limit 1`, [id]);
    expect(rows).toMatchObject([{ before: { signatures: 100 }, actor: actor.id }]);
  });

  it('leaves no trace of a patch that changes nothing', async () => {
    const id = await service.schedule(booking(), actor);
    const count = async (): Promise<unknown> => (await db.rows(`select (select count(*) from history) + (select count(*) from outbox) + (select count(*) from audit_log) as n`))[0];
    const before = await count();
    await service.patch(id, { date: addDays(today, 14), place: 'Rosenbad', recipients: [{ office: 'Minister for Social Affairs', kind: 'executive' }], covers: ['SE'] }, actor);
    expect(await count()).toEqual(before);
  });

  it('is refused with every field at fault, and nothing is stored', async () => {
    const before = await db.rows('select count(*) from handovers');
    expect(await codesOf(service.schedule(booking({ level: 'global', date: '2026-02-30', covers: ['SE', 'XX'], timeZone: 'Mars/Olympus' }), actor)))
      .toEqual(['handovers.invalid', 'date:date_unreadable', 'timeZone:unknown', 'level:level_mismatch', 'covers.1:unknown']);
    expect(await codesOf(service.schedule(booking({ jurisdiction: 'ZZ' }), actor))).toEqual(['handovers.invalid', 'jurisdiction:unknown']);
    expect(await codesOf(service.schedule(booking({ campaign: 'nowhere' }), actor))).toEqual(['handovers.campaign_not_found']);
    expect(await codesOf(service.schedule(booking({ campaign: 'record' }), actor))).toEqual(['handovers.frozen']);
    expect(await db.rows('select count(*) from handovers')).toEqual(before);
  });

  it('takes answers and promises only once it took place, and only to calls of its own', async () => {
    const id = await service.schedule(booking({ jurisdiction: 'NO', date: today, startTime: null }), actor);
    expect(await codesOf(service.respond(id, { kind: 'said', text: 'x' }, actor))).toEqual(['handovers.not_held_yet']);
    expect(await codesOf(commitments.commit(id, { text: 'x', kind: 'policy' }, actor))).toEqual(['handovers.not_held_yet']);
    await service.hold(id, { outcome: 'refused' }, actor);
    expect(await codesOf(commitments.commit(id, { text: 'x', kind: 'policy', answers: ['SE-c01'], due: 'soon', instrument: 'NONE' }, actor)))
      .toEqual(['handovers.invalid', 'answers.0:unknown', 'due:date_unreadable', 'instrument:unknown']);
    const lent = await commitments.commit(id, { text: 'x', kind: 'policy', answers: ['north-c01'] }, actor);
    expect(await reader.commitment(lent, 'public')).toMatchObject({ answers: [{ key: 'north-c01', jurisdiction: 'region-north' }] });
    expect(await codesOf(commitments.addStatus(lent, { status: 'fulfilled' }, actor))).toEqual(['handovers.invalid', 'evidence:required']);
    expect(await codesOf(commitments.addStatus('not-a-uuid', { status: 'promised' }, actor))).toEqual(['handovers.commitment_not_found']);
  });
});

describe('what may be read', () => {
  it('hides in public what was called off and what belongs to a draft', async () => {
    const draft = await service.schedule(booking({ jurisdiction: 'DE' }), actor);
    const off = await service.schedule(booking(), actor);
    await service.cancel(off, { reason: 'No answer from the ministry' }, actor);
    for (const id of [draft, off]) {
      await expect(reader.get(id, 'public')).rejects.toThrow('handovers.not_found');
      await expect(reader.get(id, 'organiser')).resolves.toBeDefined();
    }
    const [{ id: campaignId = 0 } = {}] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'living'`);
    await expect(reader.get(draft, 'organiser', { within: [{ campaignId, jurisdictions: ['SE'] }] })).rejects.toThrow('handovers.not_found');
    await expect(reader.get(draft, 'organiser', { within: [{ campaignId, jurisdictions: null }] })).resolves.toBeDefined();
    const { items } = await reader.list({ audience: 'public', campaign: 'living', pageSize: 200 });
    expect(items.map((item) => item.id)).not.toContain(draft);
    expect(items.some((item) => item.status === 'cancelled')).toBe(false);
  });

  it('comes in pages that neither repeat nor skip', async () => {
    const all = await reader.list({ audience: 'organiser', campaign: 'living', pageSize: 200 });
    const ids: string[] = [];
    for (let page = 1; ids.length < all.total; page++) ids.push(...(await reader.list({ audience: 'organiser', campaign: 'living', page, pageSize: 2 })).items.map((item) => item.id));
    expect(ids).toEqual(all.items.map((item) => item.id));
    expect(await reader.list({ audience: 'organiser', campaign: 'living', page: 999 })).toMatchObject({ items: [], total: all.total });
  });

  it('shows a month: its days, and what lies in it only roughly', async () => {
    const id = await service.schedule(booking({ date: '2031-05-08', startTime: '09:00' }), actor);
    const rough = await service.schedule(booking({ date: '2031-22', startTime: null }), actor);
    const may = await reader.month('2031-05', { audience: 'organiser' });
    expect(may.days).toMatchObject([{ day: '2031-05-08', handovers: [{ id }] }]);
    const june = await reader.month('2031-06', { audience: 'organiser' });
    expect(june.days).toEqual([]);
    expect(june.sometime).toMatchObject([{ id: rough }]);
    await expect(reader.month('2031-13', { audience: 'organiser' })).rejects.toThrow('handovers.invalid');
  });

  it('is seen of a bundle as three figures side by side', async () => {
    const id = await service.schedule(booking({ jurisdiction: 'region-north', date: today, startTime: null }), actor);
    await service.hold(id, { outcome: 'held', signatures: 5_000, qualifier: 'nearly' }, actor);
    const { bundle, level, covers } = await reader.get(id, 'organiser');
    expect(level).toBe('regional');
    expect(covers).toMatchObject([{ id: 'NO' }, { id: 'SE' }]);
    // Sweden's own figure is 893 or later figures of its handovers; Norway's is attested.
    expect(bundle).toMatchObject({ stated: { signatures: 5_000, qualifier: 'nearly' }, sumOfMembers: { from: 2, of: 2, lowerBound: true }, verified: 127 });
    expect(bundle?.members.find((member) => member.id === 'NO')).toMatchObject({ stated: { signatures: 700, qualifier: 'more-than' }, verified: 7 });
    const seen = await reader.get(id, 'public');
    expect(seen.bundle?.members.find((member) => member.id === 'NO')?.verified).toBe(0);
    const world = await service.schedule(booking({ jurisdiction: 'global-all' }), actor);
    expect((await reader.get(world, 'organiser')).bundle?.sumOfMembers).toMatchObject({ of: 3 });
    expect((await reader.get(world, 'public')).bundle?.sumOfMembers).toMatchObject({ of: 2 });
  });

  it('finds what is overdue, and never in a record', async () => {
    const id = await service.schedule(booking({ date: addDays(today, -200), startTime: null }), actor);
    await service.hold(id, { outcome: 'held', signatures: 5 }, actor);
    const late = await commitments.commit(id, { text: 'Late', kind: 'review' }, actor);
    await db.dataSource.query(`insert into handovers (id, campaign_id, jurisdiction_id, key, level, status) select '00000000-0000-4000-8000-000000000001', id, 'SE', 'SE-h1', 'national', 'held' from campaigns where slug = 'record';
      insert into commitments (handover_id, key, text, kind, due_edtf, due_from, due_to) values ('00000000-0000-4000-8000-000000000001', 'SE-h1-m1', 'Old', 'review', '2011', '2011-01-01', '2011-12-31')`);
    expect((await reader.commitments({ audience: 'organiser', overdue: true })).items.map((item) => item.id)).toEqual([late]);
    expect((await reader.commitments({ audience: 'public', campaign: 'record' })).items).toMatchObject([{ key: 'SE-h1-m1', overdue: false, status: 'promised' }]);
    expect(await codesOf(service.patch('00000000-0000-4000-8000-000000000001', { title: 'x' }, actor))).toEqual(['handovers.frozen']);
  });
});

describe('reminders', () => {
  it('are left once each, from however many processes, and anew for another day', async () => {
    const id = await service.schedule(booking({ date: '2033-06-15', startTime: null }), actor);
    const at = (day: string): Date => new Date(`${day}T09:00:00Z`);
    const left = async (): Promise<unknown[]> => (await db.rows<{ payload: { handoverId?: string; kind: string } }>(`select payload from outbox where topic = 'handover.reminder' order by id`))
      .filter((row) => row.payload.handoverId === id).map((row) => row.payload.kind);
    await Promise.all(Array.from({ length: 4 }, () => reminders.dueReminders(at('2033-06-01'))));
    for (const day of ['2033-06-01', '2033-06-03', '2033-06-08', '2033-06-14', '2033-06-14', '2033-06-15']) await reminders.dueReminders(at(day));
    expect(await left()).toEqual(['in-14-days', 'in-7-days', 'in-1-day']);
    await service.patch(id, { date: '2033-06-28', reason: 'Moved' }, actor);
    await reminders.dueReminders(at('2033-06-15'));
    expect(await left()).toEqual(['in-14-days', 'in-7-days', 'in-1-day', 'in-14-days']);
    await reminders.dueReminders(at('2033-06-29'));
    await reminders.dueReminders(at('2033-06-30'));
    expect((await left()).at(-1)).toBe('result-awaited');
    expect(await left()).toHaveLength(5);
    expect((await db.rows<{ payload: { handoverId: string } }>(`select payload from outbox where topic like '%.reminder'`)).every((row) => row.payload.handoverId !== '00000000-0000-4000-8000-000000000001')).toBe(true);
  });
});
