import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CampaignFile, JurisdictionEntry, Words } from './format.js';
import { dataFolder } from './data-folder.js';
import { parseCampaignFile } from './validate.js';

function read(slug: string): CampaignFile {
  const result = parseCampaignFile(readFileSync(path.join(dataFolder(), slug, 'campaign.json'), 'utf8'));
  if (!result.ok) throw new Error(JSON.stringify(result.faults.slice(0, 20), null, 1));
  return result.campaign;
}

describe('the demonstration campaign', () => {
  let demo: CampaignFile;
  let record: CampaignFile;
  const find = (file: CampaignFile, id: string): JurisdictionEntry => {
    const found = file.jurisdictions.find((one) => one.id === id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };

  beforeAll(() => {
    demo = read('keep-your-word');
    record = read('stop-sex-trafficking');
  });

  it('is alive, says that it is a demonstration and is not for search engines', () => {
    expect(demo.campaign).toMatchObject({ slug: 'keep-your-word', kind: 'live', demonstration: true, noindex: true });
    expect(demo.campaign.partners).toHaveLength(2);
    expect(demo.campaign.controller?.email).toMatch(/\.example$/);
  });

  it('takes up calls of 2011, each of the same jurisdiction and goal', () => {
    expect(demo.campaign.echoesCampaign).toBe(record.campaign.slug);
    for (const one of demo.jurisdictions) {
      const then = find(record, one.id).petition.callsToAction;
      for (const call of one.petition.callsToAction) {
        expect({ call: call.id, goal: then.find((old) => old.id === call.echoes)?.goal }).toEqual({ call: call.id, goal: call.goal });
      }
    }
  });

  it('asks three to five things of every government', () => {
    for (const one of demo.jurisdictions.filter((each) => each.petition.callsToAction.length > 0)) {
      expect(one.petition.callsToAction.length).toBeGreaterThanOrEqual(3);
      expect(one.petition.callsToAction.length).toBeLessThanOrEqual(5);
    }
  });

  it.each([
    ['GB', 'open', ['en', 'fr', 'ar']], ['FR', 'open', ['fr', 'en']], ['NL', 'open', ['nl', 'en']], ['SE', 'open', ['sv', 'en']],
    ['ES', 'open', ['es', 'en']], ['DE', 'draft', ['de', 'en']], ['region-middle-east', 'open', ['ar', 'en']],
  ])('has the petition of %s %s in %j', (id, status, languages) => {
    const { petition } = find(demo, id);
    expect(petition.status).toBe(status);
    expect(petition.languages).toEqual(languages);
    expect(Object.keys(petition.texts)).toEqual(languages);
    for (const call of petition.callsToAction) expect(Object.keys(call.text)).toEqual(expect.arrayContaining(languages));
  });

  it('lets the seven countries of the Middle East share one text, all with high privacy', () => {
    const members = find(demo, 'region-middle-east').members ?? [];
    expect(members).toEqual(['AE', 'BH', 'EG', 'JO', 'KW', 'LB', 'QA']);
    for (const id of members) {
      expect(find(demo, id).petition).toMatchObject({ status: 'open', sharedFrom: 'region-middle-east', policies: { privacy: 'high' } });
    }
  });

  it('stands at 893 of 1,000 in Great Britain after 21 days', () => {
    expect(find(demo, 'GB').petition).toMatchObject({ target: 1000, opens: { daysFromStart: -21 }, history: { days: 21, counted: 893 } });
  });

  it('says everything of its British page in English, French and Arabic', () => {
    const missing: string[] = [];
    const visit = (value: unknown, where: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const tags = Object.keys(value);
      if (tags.includes('en') && !where.endsWith('/texts')) {
        for (const tag of ['fr', 'ar']) if (!(value as Words)[tag]) missing.push(`${where}/${tag}`);
      }
      for (const [key, inner] of Object.entries(value)) visit(inner, `${where}/${key}`);
    };
    const { instruments, ...campaign } = demo.campaign;
    visit(campaign, '/campaign');
    visit(instruments.filter((one) => one.jurisdiction === null), '/instruments');
    visit(find(demo, 'GB'), '/GB');
    visit(find(demo, 'global-un'), '/global-un');
    visit(demo.jurisdictions.map((one) => ({ name: one.name, fr: one.name.fr, ar: one.name.ar })).filter((one) => !one.fr || !one.ar), '/names');
    expect(missing).toEqual([]);
    expect(demo.jurisdictions.filter((one) => !one.name.fr || !one.name.ar).map((one) => one.id)).toEqual([]);
  });

  it('tells in every notice who answers for the data, on what ground, how long, and how to take a signature back', () => {
    const notices = demo.jurisdictions.flatMap((one) => Object.values(one.petition.texts).map((text) => text.privacyNotice ?? ''));
    expect(notices).toHaveLength(15);
    for (const notice of notices) {
      expect(notice.split('\n\n').length).toBeGreaterThanOrEqual(7);
      for (const part of ['tidewell.example', '9', '12', '14', /1[68]/]) expect(notice).toMatch(part);
    }
  });

  it('has a handover ahead in Sweden, one held in Spain with its answer awaited, one planned for the United Nations', () => {
    expect(find(demo, 'SE').handovers).toMatchObject([{ status: 'planned', date: { daysFromStart: 14 } }]);
    expect(find(demo, 'ES').handovers).toMatchObject([
      { status: 'held', date: { daysFromStart: -1 }, signatures: 640, response: { status: 'awaited' }, commitments: [{ status: 'promised', due: { daysFromStart: 90 } }, { kind: 'ratification', instrument: 'KYW-Safe-Homes' }, { kind: 'ratification', instrument: 'KYW-Guardians' }] },
    ]);
    expect(find(demo, 'ES').petition.history?.counted).toBe(640);
    expect(find(demo, 'global-un').handovers).toMatchObject([{ status: 'planned', date: { precision: 'quarter' }, countedFor: ['*'] }]);
  });

  it('names no living person', () => {
    const recipients = demo.jurisdictions.flatMap((one) => one.handovers.flatMap((handover) => handover.recipients));
    expect(recipients.length).toBeGreaterThan(0);
    expect(recipients.every((one) => one.name === null)).toBe(true);
  });

  it('marks every contact that is only an example', () => {
    const contacts = demo.jurisdictions.flatMap((one) => one.petition.helpContacts ?? []);
    expect(contacts.filter((one) => !one.phone && !one.url && !one.demonstration)).toEqual([]);
    for (const one of demo.jurisdictions.filter((each) => each.kind === 'country')) expect(one.petition.helpContacts?.length).toBeGreaterThan(0);
  });
});
