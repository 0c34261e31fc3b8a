import { createHash } from 'node:crypto';
import { type INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#libs/database';
import { PublicationsService } from '#libs/embargo';
import { type CampaignFile } from '#libs/petitions';
import { canonicalJson, type JsonValue } from '#libs/vault';
import { importFile } from '../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { ReportEditions } from './editions/report-editions.service.js';
import { type ReportHandover } from './facts/report-data.js';
import { reportFacts, type ReportEntry, type ReportFacts } from './facts/report-facts.js';
import { ReportSource } from './gather/report-source.js';
import { reportFile, reportSha256 } from './report.js';
import { dataOfFile } from './testing/data-of-file.js';
import { readingApp } from './testing/reading-app.js';
import { recordFile, recordText } from './testing/record.js';

const ORGANISER = { id: 'user:organiser', name: 'Organiser' };
const LIVE = 'new-campaign';

let test: TestDatabase;
let app: INestApplicationContext;
let file: CampaignFile;
let facts: ReportFacts;

beforeAll(async () => {
  test = await testDatabase();
  app = await readingApp(test.config);
  const db = app.get(Database);
  await importFile(db, recordText());
  await db.rows(`with made as (insert into campaigns (slug, title, kind, default_language) values ('${LIVE}', '{"en": "New"}', 'live', 'en') returning id)
    insert into jurisdictions (campaign_id, id, kind, iso2, name, names, petition_state) select id, v, 'country', v, v, '{}', 'petition' from made, unnest(array['GB', 'SE']) v`);
  await db.rows(`insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language)
    select c.id, j.id, '${LIVE}-' || lower(j.id), true, case j.id when 'GB' then 'closed' else 'draft' end, 'standard', 'en' from campaigns c join jurisdictions j on j.campaign_id = c.id where c.slug = '${LIVE}'`);
  file = recordFile();
  facts = JSON.parse((await reportFile(reportFacts(await app.get(ReportSource).data('stop-sex-trafficking'), 'appendix'), 'json', 'en')).toString()) as ReportFacts;
}, 60_000);

afterAll(async () => {
  await app?.close();
  await test?.drop();
});

describe('the appendix report of the record, against the data set', () => {
  const told = (): ReportHandover[] => [...facts.entries.flatMap((entry) => [...entry.handovers, ...entry.sharing.flatMap(({ handovers }) => handovers)]), ...facts.whole];
  const entry = (id: string): ReportEntry | undefined => facts.entries.find(({ place }) => place.id === id);

  it('has its 47 entries: 44 countries and 3 regions', () => {
    expect(facts.entries.map(({ place }) => place.id)).toEqual(file.jurisdictions.filter(({ appendixEntry }) => appendixEntry).map(({ id }) => id));
    expect(facts.totals.entries).toEqual({ countries: 44, regions: 3 });
    expect(facts.totals).toMatchObject({
      countriesWithPetition: 47, researchOnly: 6, calls: 187, callsAnswered: { byName: 12, atLeastOnce: 50 }, handovers: { held: { national: 35, regional: 2, global: 0 }, planned: 3, listed: 1 }, commitments: { promised: 28, 'in-progress': 8, fulfilled: 3 },
    });
  });

  it('has every call, in its words and order', () => {
    expect(facts.entries.flatMap(({ calls }) => calls.map(({ id, texts, goal, alsoGoals, target, instruments, source }) => ({ id, texts, goal, alsoGoals, target, instruments, source }))))
      .toEqual(file.jurisdictions.flatMap(({ petition }) => petition.callsToAction.map(({ id, text, goal, alsoGoals, target, instruments, source }) => ({ id, texts: text, goal, alsoGoals, target, instruments, source: source ?? null }))));
  });

  it('has every handover once: recipients, presenters, date, figure and qualifier', () => {
    const printed = file.jurisdictions.flatMap(({ id, handovers }) => handovers.map((one) => ({ jurisdiction: id, one })));
    expect(told().map(({ id }) => id).sort()).toEqual(printed.map(({ one }) => one.id).sort());
    for (const { jurisdiction, one } of printed) {
      const found = told().find(({ id }) => id === one.id);
      expect(found).toMatchObject({
        jurisdiction, level: one.level, status: one.status, date: { edtf: one.date, note: one.dateNote ?? null }, place: one.place, outcome: one.outcome,
        figure: one.signatures === null ? null : { count: one.signatures, qualifier: one.signaturesQualifier }, covers: one.countedFor.includes('*') ? 'all' : [...one.countedFor].sort(),
        recipients: [...one.recipients, ...(one.alsoMet ?? [])].map(({ name, office, body, kind }) => ({ name, office, body, kind })), presenters: one.presentedBy.map(({ name, affiliation }) => ({ name, affiliation })),
        otherFigures: (one.otherFigures ?? []).map(({ value, qualifier }) => ({ count: value, qualifier })),
      });
    }
  });

  it('has every commitment, what it answers and where it stands', () => {
    const printed = file.jurisdictions.flatMap(({ handovers }) => handovers.flatMap(({ id, commitments }) => commitments.map((one) => ({ handover: id, one }))));
    expect(printed).toHaveLength(39);
    for (const { handover, one } of printed) {
      expect(told().find(({ id }) => id === handover)?.commitments.find(({ id }) => id === one.id)).toMatchObject({
        texts: one.text, kind: one.kind, by: one.by, instrument: one.instrument, answers: one.answers, due: one.due, status: one.status, note: one.note ?? null, ...(one.status === 'promised' ? {} : { statusDate: one.date }), overdue: false,
      });
    }
    expect(told().flatMap(({ commitments }) => commitments)).toHaveLength(39);
  });

  it('has every figure that was collected without a handover of the country', () => {
    for (const one of file.jurisdictions.filter(({ kind, collected, handovers }) => kind === 'country' && collected?.signatures && handovers.length === 0)) {
      const figure = entry(one.id)?.figure ?? facts.entries.flatMap(({ sharing }) => sharing).find(({ id }) => id === one.id)?.figure;
      expect([one.id, figure]).toEqual([one.id, { count: one.collected?.signatures, qualifier: one.collected?.qualifier, handover: null, note: one.collected?.note ?? null }]);
    }
  });

  it('says what the file alone says, discrepancies and all, by way of the database', () => {
    const bare = (one: ReportFacts): unknown => JSON.parse(JSON.stringify({ ...one, stamp: null }, (name, value: unknown) => (name === 'history' ? [] : value)));
    expect(bare(facts)).toEqual(bare(reportFacts(dataOfFile(file), 'appendix')));
  });

  it('rests on the imported file, by the hash of its bytes, and can be checked from its own JSON', () => {
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const { stamp, ...told } = facts;
    expect(stamp).toEqual({
      asOf: expect.any(String), factsSha256: sha256(canonicalJson(told as unknown as JsonValue)), seals: [],
      imports: [{ format: 'countersign-campaign/1', sha256: sha256(recordText()), at: stamp.asOf }],
    });
  });
});

describe('an edition', () => {
  it('is what the report said when it was made, public with its publication and not before, and never changed', async () => {
    const [db, editions, publications] = [app.get(Database), app.get(ReportEditions), app.get(PublicationsService)];
    const [campaign] = await db.rows<{ id: number }>(`select id from campaigns where slug = $1`, [LIVE]);
    const campaignId = campaign?.id ?? 0;
    const publication = await publications.create({ campaignId, kind: 'report', title: { en: 'Where it stands' } }, ORGANISER);
    const wish = { campaign: LIVE, publicationId: publication.id, kind: 'country' as const, jurisdiction: 'GB', language: 'en' };
    const id = await editions.create(wish, ORGANISER);
    await expect(editions.create(wish, ORGANISER)).rejects.toMatchObject({ code: 'reports.already_there' });
    await expect(editions.create({ ...wish, jurisdiction: 'FR' }, ORGANISER)).rejects.toMatchObject({ code: 'reports.not_found' });
    // A petition that is still being written is nobody's to read of, not even under embargo.
    await expect(editions.create({ ...wish, jurisdiction: 'SE' }, ORGANISER)).rejects.toMatchObject({ code: 'reports.not_found' });

    expect((await editions.list({ campaignId, audience: 'public' })).items).toEqual([]);
    await expect(editions.get(id, campaignId, 'public')).rejects.toMatchObject({ code: 'reports.not_found' });
    const inside = await editions.get(id, campaignId, 'organisers');
    await publications.schedule(publication.id, { local: '2020-01-01T12:00', timeZone: 'Asia/Bangkok' }, ORGANISER, { evenIfPast: true });

    const public_ = await editions.get(id, campaignId, 'public');
    expect(public_.facts).toEqual(inside.facts);
    expect(reportSha256(public_.facts)).toBe(public_.sha256);
    expect((await editions.list({ campaignId, audience: 'public' })).items).toMatchObject([{ id, kind: 'country', jurisdiction: 'GB', title: { en: 'Where it stands' } }]);
    await expect(editions.create({ ...wish, kind: 'final', jurisdiction: null }, ORGANISER)).rejects.toMatchObject({ code: 'reports.publication_closed' });
    await expect(db.rows(`update report_editions set language = 'fr' where id = $1`, [id])).rejects.toThrow(/never changed/u);
    await expect(db.rows(`delete from report_editions where id = $1`, [id])).rejects.toThrow(/never changed/u);
    expect(await db.rows(`select action from audit_log where subject = $1 order by n`, [`publication:${publication.id}`])).toEqual(expect.arrayContaining([{ action: 'report.freeze' }]));

    await publications.withdraw(publication.id, { en: 'A figure was wrong.' }, ORGANISER);
    await expect(editions.get(id, campaignId, 'public')).rejects.toMatchObject({ code: 'reports.not_found' });
  });
});
