import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/access';
import { CampaignsService, KEEP_TIMETABLE, NamesDemands, PetitionDirectory, PetitionsService, Reviews, TextVersions, Timetable, type PetitionActor } from '#libs/petitions';
import { Database, dataSourceFor } from '#libs/database';
import { publicKeyFingerprint, RecipientSecret } from '#libs/vault';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { CallsService } from './calls.service.js';
import { TextDesk } from './text-desk.service.js';

let test: TestDatabase;
let db: Database;
let calls: CallsService;
let desk: TextDesk;
let petitions: PetitionsService;
let reviews: Reviews;
let versions: TextVersions;
let timetable: Timetable;
let campaigns: CampaignsService;
let names: NamesDemands;
const people: Record<'ana' | 'bo' | 'cy', PetitionActor> = { ana: { id: '', name: 'Ana' }, bo: { id: '', name: 'Bo' }, cy: { id: '', name: 'Cy' } };
const COUNTRIES = ['DK', 'SE', 'NO', 'FI', 'IS', 'PT', 'ES', 'IT', 'DE', 'NL', 'BE', 'PL', 'CZ', 'AT', 'HU', 'IE'];
let country: string;
let slug: string;
let petitionId: number;

const code = (name: string) => expect.objectContaining({ code: name }) as unknown as Error;
const status = async (): Promise<string | undefined> => (await db.rows<{ status: string }>(`select status from petitions where slug = $1`, [slug]))[0]?.status;
const text = (title: string, change?: 'correction' | 'meaning') => ({ language: 'en', title, demand: 'We ask.', notice: 'A year.', change });
const approve = async (by: PetitionActor): Promise<void> => {
  const id = await reviews.ask(slug, people.ana);
  await reviews.approveOpening(slug, id, (await reviews.standing(petitionId)).seen, by);
};
const opened = async (): Promise<void> => {
  await approve(people.bo);
  await petitions.open(slug, people.ana);
};

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { poolSize: 4 }).initialize());
  const [audit, directory] = [new AuditLog(db), new PetitionDirectory(db)];
  petitions = new PetitionsService(db, audit, directory);
  calls = new CallsService(db, petitions, directory, audit);
  reviews = new Reviews(db, audit);
  desk = new TextDesk(db, reviews, directory, audit);
  versions = new TextVersions(db);
  timetable = new Timetable(db, petitions);
  campaigns = new CampaignsService(db, audit, directory);
  names = new NamesDemands(db, audit, directory);
  for (const person of Object.values(people)) {
    const [made] = await db.rows<{ id: string }>(`insert into users (email, name, password_hash) values ($1, $2, 'x') returning id`, [`${person.name}@example.org`, person.name]);
    person.id = made?.id ?? '';
    await db.rows(`insert into user_roles (user_id, role) values ($1, 'owner')`, [person.id]);
  }
  await campaigns.create({ slug: 'water', title: { en: 'Water' }, defaultLanguage: 'en', controller: { name: 'Club', email: 'club@example.org' }, retention: { months: 12, text: { en: 'A year.' } } }, people.ana);
});
afterAll(async () => {
  await db.dataSource.destroy();
  await test.drop();
});
beforeEach(async () => {
  country = COUNTRIES.shift() ?? '';
  const made = await calls.createPetition({ campaign: 'water', jurisdiction: country, privacy: 'standard', texts: [{ language: 'en', title: 'Water', demand: 'We ask.', notice: 'A year.' }], calls: [{ texts: { en: 'Count.' } }, { texts: { en: 'Publish.' } }] }, people.ana);
  ({ slug, id: petitionId } = made);
});

describe('a second person', () => {
  it('is needed before a petition of a new campaign opens', async () => {
    await expect(petitions.open(slug, people.ana)).rejects.toThrow(code('petitions.not_ready'));
    await opened();
    expect(await status()).toBe('open');
  });

  it('is not whoever wrote last, and not somebody who looked at other words', async () => {
    const id = await reviews.ask(slug, people.bo);
    const { seen } = await reviews.standing(petitionId);
    await expect(reviews.approveOpening(slug, id, seen, people.ana)).rejects.toThrow(code('petitions.review_own'));
    await desk.save(slug, text('Clean water'), people.ana);
    await expect(reviews.approveOpening(slug, id, seen, people.bo)).rejects.toThrow(code('petitions.changed_meanwhile'));
  });

  it('is neither whoever settled that a law demands names nor whoever took that away', async () => {
    const key = RecipientSecret.make().publicKey;
    const demand = { law: { en: 'Act 7' }, office: { en: 'Registry' }, fields: ['name' as const], publicKey: key, fingerprint: publicKeyFingerprint(Buffer.from(key, 'base64url')), checked: true };
    await names.set(slug, demand, people.bo);
    await expect(approve(people.bo)).rejects.toThrow(code('petitions.review_own'));
    await names.clear(slug, people.cy);
    await expect(approve(people.cy)).rejects.toThrow(code('petitions.review_own'));
    await names.set(slug, demand, people.ana);
    await approve(people.cy);
    await names.clear(slug, people.ana);
    expect((await reviews.standing(petitionId)).opening?.state).toBe('void');
    await approve(people.bo);
    expect((await reviews.standing(petitionId)).approved).toBe(true);
  });

  it('approved these words: any edit of text or call makes the approval void', async () => {
    await approve(people.bo);
    expect((await reviews.standing(petitionId)).approved).toBe(true);
    await calls.move(slug, `${country}-c02`, 'up', people.ana);
    expect((await reviews.standing(petitionId)).opening?.state).toBe('void');
    await expect(petitions.open(slug, people.ana)).rejects.toThrow(code('petitions.not_ready'));
  });

  it('looked at what opens, also if somebody edits at the same moment', async () => {
    await approve(people.bo);
    const [opening, saved] = await Promise.allSettled([petitions.open(slug, people.ana), desk.save(slug, text('Slipped in'), people.ana)]);
    expect(saved).toMatchObject({ status: 'fulfilled', value: { state: opening.status === 'fulfilled' ? 'proposed' : 'published' } });
  });

  it('looks at a change of words that an open petition borrows, though the region\'s own never opens', async () => {
    const region = await calls.createPetition({
      campaign: 'water', jurisdiction: 'region-north', jurisdictionName: 'North', privacy: 'standard', texts: [{ language: 'en', title: 'Water', demand: 'We ask.', notice: 'A year.' }], calls: [{ texts: { en: 'Count.' } }],
    }, people.ana);
    ({ slug, id: petitionId } = await calls.createPetition({ campaign: 'water', jurisdiction: 'LV', privacy: 'standard', sharedFrom: 'region-north', texts: [], calls: [] }, people.ana));
    await approve(people.bo);
    const [opening, saved] = await Promise.allSettled([petitions.open(slug, people.ana), desk.save(region.slug, text('Slipped in'), people.ana)]);
    expect(saved).toMatchObject({ status: 'fulfilled', value: { state: opening.status === 'fulfilled' ? 'proposed' : 'published' } });
    if (opening.status === 'rejected') await opened();
    expect(await desk.save(region.slug, text('Another water'), people.ana)).toMatchObject({ state: 'proposed' });
    await expect(calls.replace(region.slug, [{ texts: { en: 'Something else.' } }], people.ana)).rejects.toThrow(code('petitions.invalid'));
    await expect(calls.remove(region.slug, 'region-north-c01', people.ana)).rejects.toThrow(code('petitions.invalid'));
  });

  it('sends back with remarks by field, once', async () => {
    const id = await reviews.ask(slug, people.ana);
    await expect(reviews.sendBack(slug, id, [{ field: 'title', text: ' ' }], people.bo)).rejects.toThrow(code('petitions.invalid'));
    await reviews.sendBack(slug, id, [{ field: 'title', text: 'Too short.' }], people.bo);
    expect((await reviews.standing(petitionId)).opening).toMatchObject({ state: 'sent-back', decider: 'Bo', remarks: [{ field: 'title', text: 'Too short.' }] });
    await expect(reviews.sendBack(slug, id, [{ field: 'title', text: 'Again.' }], people.bo)).rejects.toThrow(code('petitions.review_settled'));
  });

  it('tells who works alone to invite somebody', async () => {
    await db.rows(`update users set disabled_at = now() where name <> 'Ana'`);
    const refused = petitions.open(slug, people.ana);
    await expect(refused).rejects.toMatchObject({ fields: [{ field: 'review.secondPerson', code: 'required' }] });
    await db.rows(`update users set disabled_at = null`);
  });
});

describe('a change after opening', () => {
  it('that corrects a typo stands at once and keeps the version people see', async () => {
    await opened();
    expect(await desk.save(slug, text('Water!', 'correction'), people.ana)).toMatchObject({ state: 'published', version: 2 });
    const [door] = (await new PetitionDirectory(db).bySlug(slug))?.texts ?? [];
    expect(door).toMatchObject({ title: 'Water!', edition: 1 });
    expect(door?.correctedAt).not.toBeNull();
  });

  it('of meaning waits for another person, then raises the version people see', async () => {
    await opened();
    const saved = await desk.save(slug, { ...text('Clean water'), calls: { [`${country}-c01`]: 'Count all.' } }, people.ana);
    expect(saved.state).toBe('proposed');
    const review = saved.state === 'proposed' ? saved.review : '';
    expect((await new PetitionDirectory(db).bySlug(slug))?.texts[0]).toMatchObject({ title: 'Water', edition: 1 });
    await expect(desk.approve(slug, review, people.ana)).rejects.toThrow(code('petitions.review_own'));
    expect(await desk.approve(slug, review, people.cy)).toMatchObject({ state: 'published', version: 2 });
    expect((await new PetitionDirectory(db).bySlug(slug))?.texts[0]).toMatchObject({ title: 'Clean water', edition: 2, correctedAt: null });
    const [now, before] = await versions.every(petitionId, 'en');
    expect([now?.calls[0]?.text, before?.calls[0]?.text, now?.author]).toEqual(['Count all.', 'Count.', 'Ana']);
    await expect(desk.approve(slug, review, people.cy)).rejects.toThrow(code('petitions.review_settled'));
  });

  it('is not approved over another that came first', async () => {
    await opened();
    const saved = await desk.save(slug, text('Clean water'), people.ana);
    await desk.save(slug, text('Water.', 'correction'), people.bo);
    await expect(desk.approve(slug, saved.state === 'proposed' ? saved.review : '', people.cy)).rejects.toThrow(code('petitions.changed_meanwhile'));
  });
});

describe('a translation', () => {
  it('is out of date once its source means something else, and says since when', async () => {
    await desk.save(slug, { language: 'fr', title: 'Eau', demand: 'Nous demandons.', notice: 'Un an.', calls: { [`${country}-c01`]: 'Comptez.' } }, people.bo, { mayOrganise: false });
    await desk.save(slug, text('Clean water'), people.ana);
    const [, french] = await versions.standing(petitionId, 'en');
    expect(french).toMatchObject({ language: 'fr', missing: 1, outOfDate: 1 });
    expect(french?.fields.find(({ field }) => field === 'title')).toMatchObject({ state: 'out-of-date', madeFrom: 1, then: 'Water' });
    await desk.save(slug, { language: 'fr', title: 'Eau', demand: 'Nous demandons.', notice: 'Un an.', confirmed: ['title'] }, people.bo, { mayOrganise: false });
    expect((await versions.standing(petitionId, 'en'))[1]).toMatchObject({ missing: 1, outOfDate: 0 });
  });

  it('is all that a translator writes, and nothing of it is shown alone once people sign', async () => {
    await expect(desk.save(slug, text('Mine'), people.cy, { mayOrganise: false })).rejects.toMatchObject({ fields: [{ field: 'language', code: 'not_allowed' }] });
    await opened();
    const saved = await desk.save(slug, { language: 'fr', title: 'Eau', demand: 'Nous demandons.', notice: 'Un an.', change: 'correction' }, people.cy, { mayOrganise: false });
    expect(saved.state).toBe('proposed');
  });
});

describe('the timetable', () => {
  const soon = new Date(Date.now() + 3_600_000);
  const later = new Date(Date.now() + 7_200_000);
  const plan = async (): Promise<void> => void (await petitions.update(slug, { opensAt: soon, closesAt: later }, 1, people.ana));

  it('opens an approved draft on its day and closes it on its last, however often it looks', async () => {
    expect(KEEP_TIMETABLE.name).toBe('petitions.timetable');
    await plan();
    await approve(people.bo);
    expect(await timetable.keep(new Date())).toEqual({ opened: [], closed: [] });
    const due = new Date(soon.getTime() + 60_000);
    expect(await timetable.keep(due)).toEqual({ opened: [slug], closed: [] });
    expect(await timetable.keep(due)).toEqual({ opened: [], closed: [] });
    const over = new Date(later.getTime() + 60_000);
    expect(await timetable.keep(over)).toEqual({ opened: [], closed: [slug] });
    expect(await db.rows(`select status, closed_at, closed_reason from petitions where slug = $1`, [slug])).toEqual([{ status: 'closed', closed_at: later, closed_reason: 'as planned' }]);
  });

  it('opens nothing whose approval is void, and notes in the audit log when a day was moved', async () => {
    await plan();
    await approve(people.bo);
    await desk.save(slug, text('Other'), people.ana);
    expect((await timetable.keep(new Date(soon.getTime() + 1))).opened).toEqual([]);
    const [entry] = await db.rows<{ details: object }>(`select details from audit_log where subject = $1 and action = 'petition.change'`, [`petition:${slug}`]);
    expect(entry?.details).toMatchObject({ opensAt: [null, soon.toISOString()], closesAt: [null, later.toISOString()] });
  });
});

describe('a partner\'s box', () => {
  it('keeps every wording with its day', async () => {
    const [before] = await db.rows<{ version: number }>(`select version from campaigns where slug = 'water'`);
    const next = await campaigns.update('water', { partners: [{ key: 'well', name: 'Well', sendsUpdates: true, wording: { en: 'News of wells' } }] }, before?.version ?? 0, people.ana);
    await campaigns.update('water', { partners: [{ key: 'well', name: 'Well', sendsUpdates: true, wording: { en: 'News of wells and pumps' } }] }, next.version, people.ana);
    expect(await db.rows(`select version, text from partner_wordings where partner_key = 'well' order by version`)).toEqual([{ version: 1, text: 'News of wells' }, { version: 2, text: 'News of wells and pumps' }]);
  });
});

