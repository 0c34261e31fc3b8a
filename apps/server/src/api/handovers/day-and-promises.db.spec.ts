import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import request from 'supertest';
import { ApiTokens, Users } from '#libs/access';
import { Database } from '#libs/database';
import { HandoverReminders } from '#libs/handovers';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

let database: TestDatabase;
let server: StartedServer;
let db: Database;
let sweden: string;
let norway: string;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  db = server.app.get(Database);
  await db.dataSource.query(readFileSync(new URL('../../../../../libs/handovers/src/testing/campaigns.sql', import.meta.url), 'utf8'));
  const [{ id: campaignId = 0 } = {}] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'living'`);
  const token = async (name: string, jurisdictionIds: string[]): Promise<string> => {
    const { user } = await server.app.get(Users).add({ email: `${name}@example.org`, name, role: 'organiser', campaignId, jurisdictionIds, password: 'a long enough sentence 42', passwordIsTheirs: true }, 'spec');
    return (await server.app.get(ApiTokens).create(user.id, 'spec')).token;
  };
  [sweden, norway] = [await token('sweden', ['SE']), await token('norway', ['NO'])];
}, 60_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const post = (path: string, body: object, token = sweden): request.Test => request(server.http).post(`/api/v1/${path}`).set('authorization', `Bearer ${token}`).send(body);
const get = (path: string, token?: string): request.Test => {
  const asked = request(server.http).get(path.startsWith('/') ? path : `/api/v1/${path}`);
  return token ? asked.set('authorization', `Bearer ${token}`) : asked;
};
const book = async (date = today): Promise<string> => ((await post('handovers', { campaign: 'living', jurisdiction: 'SE', date, timeZone: 'Europe/Stockholm', recipients: [{ office: 'Minister', kind: 'executive' }] }).expect(201)).body as { id: string }).id;
const held = async (more: object = {}): Promise<string> => {
  const id = await book();
  await post(`handovers/${id}/day`, { submission: randomUUID(), outcome: 'held', signatures: 893, receipt: 'none', ...more }).expect(200);
  return id;
};
const upload = (id: string, bytes: Buffer, name: string, token = sweden): request.Test =>
  request(server.http).post(`/api/v1/handovers/${id}/documents`).set('authorization', `Bearer ${token}`).attach('file', bytes, name);
const topics = async (topic: string, id: string): Promise<number> =>
  (await db.rows(`select 1 from outbox where topic = $1 and payload ->> 'handoverId' = $2`, [topic, id])).length;

describe('a kept document', () => {
  it('is known by its content, loses place and device, has a hash, and is served in a box of its own', async () => {
    const id = await book();
    const photo = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } }).withExif({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitude: '59/1 19/1 30/1' } }).jpeg().toBuffer();
    const kept = (await upload(id, photo, '../photo.pdf').expect(201)).body as { id: string; name: string; mediaType: string; sha256: string };
    expect(kept).toMatchObject({ name: 'photo.jpg', mediaType: 'image/jpeg', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(((await upload(id, photo, 'again.jpg').expect(201)).body as { id: string }).id).toBe(kept.id);
    const file = await get(`/console/documents/${kept.id}`, sweden).buffer(true).parse((answer, done) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
    }).expect(200);
    expect((await sharp(file.body as Buffer).metadata()).exif).toBeUndefined();
    expect(file.headers).toMatchObject({ 'content-security-policy': `sandbox; default-src 'none'`, 'x-content-type-options': 'nosniff', 'content-disposition': expect.stringMatching(/^attachment/) });
    await get(`/console/documents/${kept.id}`, norway).expect(404);
    await get(`/documents/${kept.id}`).expect(404);
  });

  it('goes with the handover under a label, is in its story, counted among what is taken along, and can be taken off', async () => {
    const id = await book();
    const kept = (await upload(id, Buffer.from('What to say'), 'briefing.txt').expect(201)).body as { id: string };
    await post(`handovers/${id}/files`, { documentId: kept.id, label: 'Briefing', takeAlong: true }).expect(201).expect(({ body }) => expect(body).toMatchObject({ items: [{ label: 'Briefing', takeAlong: true, file: { name: 'briefing.txt' } }] }));
    await post(`handovers/${id}/files`, { documentId: randomUUID(), label: 'Not kept here' }).expect(422);
    await post(`handovers/${id}/files`, { documentId: kept.id, label: 'From elsewhere' }, norway).expect(404);
    const { url } = (await post(`handovers/${id}/day-links`, { kind: 'delegation' }).expect(201)).body as { url: string };
    expect((await get(`/en${new URL(url).pathname}`).expect(200)).text).toMatch(/1 file to take along.*Briefing/s);
    expect((await get('/en/petitions/living-se')).text).not.toContain('Briefing');
    await get(`/documents/${kept.id}`).expect(404);
    await request(server.http).delete(`/api/v1/handovers/${id}/files/${kept.id}`).set('authorization', `Bearer ${sweden}`).expect(204);
    await get(`/console/documents/${kept.id}`, sweden).expect(404);
    expect(await db.rows(`select action from audit_log where subject = $1 and action like 'handover.file-%' order by n`, [`handover:${id}`])).toEqual([{ action: 'handover.file-add' }, { action: 'handover.file-remove' }]);
    expect(await db.rows(`select before ->> 'label' as label from history where entity = 'handover_files' and entity_key = $1`, [`${id}:${kept.id}`])).toEqual([{ label: 'Briefing' }]);
  });

  it('of another kind, too big, or from elsewhere is refused', async () => {
    const id = await book();
    await upload(id, Buffer.from('<!doctype html><script>1</script>'), 'letter.pdf').expect(422).expect(({ body }) => expect(body).toMatchObject({ code: 'documents.type_refused' }));
    await upload(id, Buffer.alloc(8 * 1024 * 1024 + 10, 65), 'big.txt').expect(422).expect(({ body }) => expect(body).toMatchObject({ code: 'documents.too_large' }));
    await upload(id, Buffer.from('text'), 'x.txt', norway).expect(403);
    await request(server.http).post('/api/v1/handovers').set('authorization', `Bearer ${sweden}`).attach('file', Buffer.from('x'), 'x.txt').expect(415);
  });
});

describe('the day', () => {
  it('is recorded from the phone page with a photo, and once, however often the form is sent', async () => {
    const id = await book();
    const { url } = (await post(`handovers/${id}/day-links`, { kind: 'delegation' }).expect(201)).body as { url: string };
    const path = `/en${new URL(url).pathname}`;
    expect((await get(path).expect(200)).text).toContain('What happened');
    const photo = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'blue' } }).jpeg().toBuffer();
    const send = (submission: string): request.Test => request(server.http).post(path).field({ submission, outcome: 'held', signatures: '893', receipt: 'register', receiptNumber: 'A 12', quote: 'Vi lovar.', quoteLanguage: 'sv', photoAgreed: 'true' }).attach('photo', photo, 'p.jpg');
    const submission = randomUUID();
    await send(submission).expect(303);
    await send(submission).expect(303);
    await send(randomUUID()).expect(422);
    const told = (await get(`handovers/${id}`).expect(200)).body as { day: { photo: { file: { id: string } } } };
    expect(told).toMatchObject({ status: 'held', stated: { signatures: 893 }, day: { receipt: { kind: 'register', number: 'A 12' }, quote: { text: 'Vi lovar.', language: 'sv' }, photo: { agreed: true } } });
    expect(await topics('handover.held', id)).toBe(1);
    await get(`/documents/${told.day.photo.file.id}`).expect(200);
    const page = (await get('/en/petitions/living-se').expect(200)).text;
    expect(page).toContain('Vi lovar.');
    expect(page).toContain(`src="/documents/${told.day.photo.file.id}"`);
  });

  it('is answered in public with the day, the original words, their translation and the document; what was corrected gives way', async () => {
    const id = await held();
    const { id: first } = (await post(`handovers/${id}/responses`, { kind: 'answer', text: 'Ett svar som var fel' }).expect(201)).body as { id: string };
    await post(`handovers/${id}/responses`, { kind: 'answer', text: 'Regeringen svarar', language: 'sv', translations: { en: 'The government answers' }, datedOn: '2026-03-04', document: 'https://government.example/answer', replaces: first }).expect(201);
    const page = (await get('/en/petitions/living-se').expect(200)).text;
    for (const told of ['The government answers', 'Regeringen svarar', '4 March 2026', 'href="https://government.example/answer"']) expect(page).toContain(told);
    expect(page).not.toContain('Ett svar som var fel');
  });

  it('keeps what was typed when something is wrong, and its link can be revoked', async () => {
    const id = await book();
    const link = (await post(`handovers/${id}/day-links`, { kind: 'delegation' }).expect(201)).body as { id: string; url: string };
    const path = `/en${new URL(link.url).pathname}`;
    const page = await request(server.http).post(path).type('form').send({ submission: randomUUID(), outcome: 'held', signatures: 'many', receipt: 'letter', quote: 'Remember this' }).expect(422);
    expect(page.text).toContain('Remember this');
    await post(`handovers/${id}/day-links/${link.id}/revoke`, {}).expect(204);
    await get(path).expect(404);
  });

  it('has a receipt that the recipient presses once', async () => {
    const id = await held({ receipt: 'link' });
    const { url } = (await post(`handovers/${id}/day-links`, { kind: 'receipt' }).expect(201)).body as { url: string };
    const path = `/en${new URL(url).pathname}`;
    await get(path).expect(200);
    await request(server.http).post(path).type('form').send({ name: '', office: '' }).expect(422);
    const presses = await Promise.all([1, 2].map(() => request(server.http).post(path).type('form').send({ name: 'Eva Ek', office: 'Registrar' })));
    expect(presses.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await get(`handovers/${id}`)).body).toMatchObject({ day: { receipt: { confirmed: [{ name: 'Eva Ek', office: 'Registrar' }] } } });
  });

  it('under embargo shows nothing anywhere, tells nobody, and then everything', async () => {
    const id = await held({ quote: 'Not yet', embargoUntil: new Date(Date.now() + 3_600_000).toISOString(), whatWasSaid: 'A secret result' });
    await post(`handovers/${id}/responses`, { kind: 'answer', text: 'The secret answer' }).expect(201);
    await post(`handovers/${id}/commitments`, { text: 'The secret promise', kind: 'policy' }).expect(201);
    const places = [`handovers/${id}`, 'handovers?campaign=living&pageSize=200', 'commitments?campaign=living&pageSize=200', '/en/petitions/living-se', `handovers/${id}/calendar.ics`, 'campaigns/living'];
    for (const place of places) expect({ place, text: (await get(place)).text }).toEqual({ place, text: expect.not.stringMatching(/secret|Not yet/) });
    expect((await get(`handovers/${id}`)).body).toMatchObject({ status: 'planned', stated: null, day: null, embargo: null, responses: [], commitments: [] });
    expect(((await get('handovers?campaign=living&status=held&pageSize=200')).body as { items: { id: string }[] }).items.map((one) => one.id)).not.toContain(id);
    expect((await get(`handovers/${id}`, sweden)).body).toMatchObject({ status: 'held', day: { quote: { text: 'Not yet' } } });
    expect(await topics('handover.held', id) + await topics('commitment.status', id)).toBe(0);
    await post(`handovers/${id}/embargo`, { until: null }).expect(200);
    expect((await get('/en/petitions/living-se')).text).toContain('The secret answer');
    expect((await get(`handovers/${id}`)).body).toMatchObject({ status: 'held', outcome: 'A secret result', day: { quote: { text: 'Not yet' } }, responses: [{}], commitments: [{}] });
    expect([await topics('handover.held', id), await topics('commitment.status', id)]).toEqual([1, 1]);
    await post(`handovers/${id}/embargo`, { until: new Date(Date.now() + 3_600_000).toISOString() }).expect(409);
  });

  it('under embargo goes on being told for the day that was told before, which a new one would give away', async () => {
    const month = today.slice(0, 7);
    const id = await book(month);
    const told = async (): Promise<object> => {
      const { body } = (await get(`handovers/${id}`)) as { body: { date: unknown; changeReason: unknown } };
      return { date: body.date, reason: body.changeReason, listed: ((await get(`handovers?campaign=living&from=${today}&to=${today}&pageSize=200`)).text.match(new RegExp(id, 'g')) ?? []).length };
    };
    const before = await told();
    await post(`handovers/${id}/day`, { submission: randomUUID(), outcome: 'held', heldOn: today, signatures: 893, receipt: 'none', embargoUntil: new Date(Date.now() + 3_600_000).toISOString() }).expect(200);
    expect(await told()).toEqual(before);
    expect((await get(`handovers/${id}`, sweden)).body).toMatchObject({ date: { edtf: today } });
    await post(`handovers/${id}/embargo`, { until: null }).expect(200);
    expect((await get(`handovers/${id}`)).body).toMatchObject({ date: { edtf: today } });
  });
});

describe('a promise', () => {
  const promised = async (id: string): Promise<string> => ((await post(`handovers/${id}/commitments`, { text: 'Vi ska ratificera', language: 'sv', translations: { en: 'We will ratify' }, kind: 'ratification', due: today }).expect(201)).body as { id: string }).id;

  it('is broken in public only once the office had its time, or replied', async () => {
    const id = await held();
    const commitment = await promised(id);
    await post(`commitments/${commitment}/statuses`, { status: 'broken', evidence: 'https://example.org/vote', replyDays: 14 }).expect(201);
    const inPublic = async (): Promise<string> => ((await get(`commitments/${commitment}`)).body as { status: string }).status;
    expect(await inPublic()).toBe('promised');
    const before = await topics('commitment.status', id);
    const letter = (await post(`handovers/${id}/letters`, { kind: 'right-of-reply', commitmentId: commitment, language: 'sv' }).expect(201)).body as { id: string; text: string };
    expect(letter.text).toContain('Vi ska ratificera');
    expect((await get(`letters/${letter.id}/letter.pdf`, sweden).expect(200)).headers['content-type']).toBe('application/pdf');
    await get(`letters/${letter.id}`, norway).expect(404);
    await post(`letters/${letter.id}/sent`, {}).expect(200);
    await request(server.http).patch(`/api/v1/letters/${letter.id}`).set('authorization', `Bearer ${sweden}`).send({ language: 'sv', subject: 'x', text: 'y', recipient: 'z' }).expect(409);
    expect(await inPublic()).toBe('promised');
    await db.dataSource.query(`update commitment_replies set open_until = now() where asked_on is not null`);
    expect(await inPublic()).toBe('broken');
    await db.rows(`insert into link_checks (url, checked_at, dead_since) values ('https://example.org/vote', now(), '2026-05-06T10:00:00Z')`);
    expect((await get(`commitments/${commitment}`)).body).toMatchObject({ history: [{ deadSince: null }, { deadSince: '2026-05-06' }] });
    expect((await get('/en/petitions/living-se')).text).toContain('The link has not answered since 6 May 2026');
    await server.app.get(HandoverReminders).dueReminders(new Date());
    expect(await topics('commitment.status', id)).toBe(before + 1);

    const other = await promised(id);
    const { history } = (await post(`commitments/${other}/statuses`, { status: 'lapsed', evidence: 'Election of May' }).expect(201)).body as { history: { id: string }[] };
    expect(((await get(`commitments/${other}`)).body as { status: string }).status).toBe('promised');
    const statusId = history.at(-1)?.id ?? '';
    await post(`commitments/${other}/statuses/${statusId}/reply`, { text: 'We will come back to it', language: 'en' }).expect(201);
    expect((await get(`commitments/${other}`)).body).toMatchObject({ status: 'lapsed', history: [{}, { reply: { text: 'We will come back to it' } }], language: 'sv', words: { text: { en: 'We will ratify' } } });
    await post(`commitments/${other}/statuses/${statusId}/reply`, { text: 'Again' }).expect(409);
  });

  it('is proved by a kept document, superseded by a named one, and answered in versions', async () => {
    const id = await held();
    const [one, two] = [await promised(id), await promised(id)];
    const kept = (await upload(id, Buffer.from('%PDF-1.7\nGazette'), 'gazette.pdf').expect(201)).body as { id: string; sha256: string };
    await post(`commitments/${one}/statuses`, { status: 'superseded', evidence: 'x' }).expect(422);
    await post(`commitments/${one}/statuses`, { status: 'superseded', documentId: kept.id, supersededBy: two }).expect(201);
    expect((await get(`commitments/${one}`)).body).toMatchObject({ status: 'superseded', history: [{}, { file: { sha256: kept.sha256 }, supersededBy: two }] });
    await get(`/documents/${kept.id}`).expect(200);
    await post(`commitments/${two}/statuses`, { status: 'fulfilled', documentId: randomUUID() }).expect(422);
    const first = (await post(`handovers/${id}/responses`, { kind: 'answer', text: 'Nej', language: 'sv', translations: { en: 'No' } }).expect(201)).body as { id: string };
    await post(`handovers/${id}/responses`, { kind: 'answer', text: 'Ja', language: 'sv', replaces: first.id }).expect(201);
    await post(`handovers/${id}/responses`, { kind: 'answer', text: 'Kanske', replaces: first.id }).expect(422);
    expect((await get(`handovers/${id}`)).body).toMatchObject({ responses: [{ text: 'Nej', translations: { en: 'No' } }, { text: 'Ja', replaces: first.id }] });
  });
});
