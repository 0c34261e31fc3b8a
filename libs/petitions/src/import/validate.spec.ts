import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CampaignFile } from './format.js';
import { dataFolder } from './data-folder.js';
import { parseCampaignFile, validateCampaignFile } from './validate.js';

const TEXTS = {
  record: readFileSync(path.join(dataFolder(), 'stop-sex-trafficking/campaign.json'), 'utf8'),
  demo: readFileSync(path.join(dataFolder(), 'keep-your-word/campaign.json'), 'utf8'),
};

interface Broken {
  /** A name for a country in the path stands for its place in the list: `/jurisdictions/GB/…`. */
  name: string;
  from?: 'demo';
  pointer: string;
  set?: unknown;
  remove?: true;
  expected?: string;
  code: string;
}

function indexOf(file: CampaignFile, id: string): number {
  return file.jurisdictions.findIndex((one) => one.id === id);
}

/** `/jurisdictions/GB/…` → `/jurisdictions/56/…`. */
function resolved(pointer: string, file: CampaignFile): string {
  return pointer.replace(/^\/jurisdictions\/([A-Za-z-]+)/, (_, id: string) => `/jurisdictions/${indexOf(file, id)}`);
}

function change(file: unknown, pointer: string, to: { set?: unknown; remove?: true }): void {
  const steps = pointer.slice(1).split('/');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], file) as Record<string, unknown>;
  if (to.remove) delete parent[last];
  else parent[last] = to.set;
}

function faultsOf(file: unknown): { path: string; code: string }[] {
  const result = validateCampaignFile(file);
  return result.ok ? [] : result.faults.map(({ path: where, code }) => ({ path: where, code }));
}

const GB = '/jurisdictions/GB';
const NZ = '/jurisdictions/NZ';
const BROKEN: Broken[] = [
  // the shape
  { name: 'another format', pointer: '/format', set: 'countersign-campaign/2', code: 'not-allowed' },
  { name: 'no title', pointer: '/campaign/title', remove: true, code: 'missing' },
  { name: 'a field the format does not know', pointer: '/campaign/sponsor', set: 'x', code: 'unknown-field' },
  { name: 'an unknown field deep inside', pointer: `${GB}/petition/callsToAction/0/colour`, set: 'red', code: 'unknown-field' },
  { name: 'a count in words', pointer: `${GB}/handovers/0/signatures`, set: '735889', code: 'wrong-type' },
  { name: 'a negative count', pointer: `${GB}/handovers/0/signatures`, set: -1, code: 'out-of-range' },
  { name: 'half a signature', pointer: `${GB}/handovers/0/signatures`, set: 1.5, code: 'wrong-type' },
  { name: 'a slug with capitals', pointer: '/campaign/slug', set: 'Stop Trafficking', code: 'bad-form' },
  { name: 'a title of 500 characters', pointer: '/campaign/title/en', set: 'x'.repeat(500), code: 'too-long' },
  { name: 'an empty title', pointer: '/campaign/title/en', set: '', code: 'too-short' },
  { name: 'a title of blanks', pointer: '/campaign/title/en', set: '   ', code: 'bad-form' },
  { name: 'a character that turns the direction of writing', pointer: '/campaign/title/en', set: 'Stop \u202Ektrafficking', code: 'bad-form' },
  { name: 'a NUL in a call', pointer: `${GB}/petition/callsToAction/0/text/en`, set: 'Act\u0000now', code: 'bad-form' },
  { name: 'a language that is none', pointer: '/campaign/title/English', set: 'Stop', code: 'bad-key' },
  { name: 'an unknown status', pointer: `${GB}/petition/status`, set: 'paused', code: 'not-allowed' },
  { name: 'an unknown kind of recipient', pointer: `${GB}/handovers/0/recipients/0/kind`, set: 'company', code: 'not-allowed' },
  { name: 'no jurisdictions', pointer: '/jurisdictions', set: [], code: 'too-few' },
  { name: 'sixteen calls to action', pointer: `${GB}/petition/callsToAction`, set: Array.from({ length: 16 }, () => ({})), code: 'too-many' },
  { name: 'a country twice in one list', pointer: `${GB}/regions`, set: ['region-eu', 'region-eu'], code: 'repeated' },
  { name: 'an e-mail address that is none', from: 'demo', pointer: '/campaign/controller/email', set: 'nobody', code: 'bad-form' },
  // references
  { name: 'a second goal of the same name', pointer: '/campaign/goals/1/id', set: 'prevention', code: 'duplicate-id' },
  { name: 'a partner that goes by the campaign\'s own box', pointer: '/campaign/partners/0/id', set: 'campaign', code: 'reserved-id' },
  { name: 'a call that is there twice', pointer: `${GB}/petition/callsToAction/1/id`, set: 'GB-c01', code: 'duplicate-id' },
  { name: 'a country that is there twice', pointer: '/jurisdictions/1/id', set: 'AU', code: 'duplicate-id' },
  { name: 'a goal nobody named', pointer: `${GB}/petition/callsToAction/0/goal`, set: 'justice', code: 'unknown-goal' },
  { name: 'a second goal nobody named', pointer: `${GB}/petition/callsToAction/0/alsoGoals/0`, set: 'justice', code: 'unknown-goal' },
  { name: 'the same goal as second goal', pointer: `${GB}/petition/callsToAction/0/alsoGoals/0`, set: 'prevention', code: 'goal-repeated' },
  { name: 'an indicator of no goal', pointer: '/campaign/indicators/3/goal', set: 'justice', code: 'unknown-goal' },
  { name: 'an instrument nobody named', pointer: `${GB}/petition/callsToAction/0/instruments`, set: ['UN-99'], expected: `${GB}/petition/callsToAction/0/instruments/0`, code: 'unknown-instrument' },
  { name: 'another country\'s law', pointer: `${GB}/petition/callsToAction/0/instruments`, set: ['CA-SOIRA'], expected: `${GB}/petition/callsToAction/0/instruments/0`, code: 'instrument-of-another-jurisdiction' },
  { name: 'a member that is not in the file', pointer: '/jurisdictions/region-eu/members/0', set: 'ZZ', code: 'unknown-jurisdiction' },
  { name: 'a region that does not list the country', pointer: `${GB}/regions`, set: ['region-south-asia'], expected: `${GB}/regions/0`, code: 'region-does-not-list-it' },
  { name: 'a group nobody named', pointer: `${GB}/groups/0`, set: 'friends', code: 'unknown-group' },
  { name: 'a text shared from nowhere', pointer: '/jurisdictions/QA/petition/sharedFrom', set: 'region-gulf', code: 'unknown-shared-petition' },
  { name: 'a text shared from another country', pointer: '/jurisdictions/QA/petition/sharedFrom', set: 'GB', code: 'unknown-shared-petition' },
  { name: 'a text shared from a region of others', pointer: '/jurisdictions/QA/petition/sharedFrom', set: 'region-eu', code: 'shared-by-a-stranger' },
  { name: 'a shared petition with own calls', pointer: `${GB}/petition/sharedFrom`, set: 'region-eu', expected: `${GB}/petition/callsToAction`, code: 'shared-has-own-calls' },
  { name: 'an answer to a call that does not exist', pointer: `${NZ}/handovers/0/commitments/0/answers/0`, set: 'NZ-c99', code: 'unknown-call' },
  { name: 'an answer to another country\'s call', pointer: `${NZ}/handovers/0/commitments/0/answers/0`, set: 'GB-c01', code: 'call-of-another-jurisdiction' },
  { name: 'a call under another country', pointer: `${GB}/petition/callsToAction/0/id`, set: 'IE-c77', code: 'id-of-another-jurisdiction' },
  { name: 'a source nobody listed', pointer: `${GB}/source/document`, set: 'diary', code: 'unknown-document' },
  { name: 'a plan for a handover that is not there', pointer: '/campaign/plannedPresentations/0/handover', set: 'global-un-h7', code: 'unknown-handover' },
  { name: 'a figure that is also in no handover', pointer: '/jurisdictions/QA/collected/sameAs', set: 'QA-h2', code: 'unknown-handover' },
  { name: 'a figure that differs from its handover\'s', pointer: '/jurisdictions/QA/collected/signatures', set: 15001, expected: '/jurisdictions/QA/collected/sameAs', code: 'same-figure-differs' },
  { name: 'an echo of no campaign', pointer: `${GB}/petition/callsToAction/0/echoes`, set: 'GB-c01', code: 'echo-without-campaign' },
  // dates
  { name: 'a date in words', pointer: `${GB}/handovers/0/date`, set: 'May 2011', code: 'bad-form' },
  { name: 'a date no reader of EDTF knows', pointer: `${GB}/handovers/0/date`, set: '2011-5-12', code: 'date-unreadable' },
  { name: 'the 30th of February', pointer: `${GB}/handovers/0/date`, set: '2011-02-30', code: 'date-impossible' },
  { name: 'an interval that ends before it begins', pointer: '/jurisdictions/MX/handovers/0/date', set: '2011-10/2011-09', code: 'date-impossible' },
  { name: 'a held handover without its day', pointer: `${GB}/handovers/0/date`, set: '2011-05', code: 'held-without-day' },
  { name: 'a relative date in a record', pointer: `${GB}/handovers/0/date`, set: { daysFromStart: -1 }, code: 'relative-date-in-record' },
  { name: 'a handover held in the future', from: 'demo', pointer: '/jurisdictions/ES/handovers/0/date', set: { daysFromStart: 1 }, code: 'held-in-the-future' },
  { name: 'a petition that closes before it opens', from: 'demo', pointer: `${GB}/petition/closes`, set: { daysFromStart: -40 }, code: 'date-order' },
  { name: 'a deadline before the promise', from: 'demo', pointer: '/jurisdictions/ES/handovers/0/commitments/0/due', set: { daysFromStart: -90 }, code: 'date-order' },
  { name: 'a time zone on no map', from: 'demo', pointer: '/jurisdictions/SE/handovers/0/timeZone', set: 'Europe/Atlantis', code: 'unknown-time-zone' },
  // the whole of a thing
  { name: 'a count without qualifier', pointer: `${GB}/handovers/0/signaturesQualifier`, set: null, code: 'qualifier-missing' },
  { name: 'a collected figure without qualifier', pointer: '/jurisdictions/SG/collected/qualifier', set: null, code: 'qualifier-missing' },
  { name: 'a qualifier of no count', pointer: '/jurisdictions/MX/handovers/0/signaturesQualifier', set: 'exact', code: 'qualifier-without-count' },
  { name: 'a held handover without recipient', pointer: `${GB}/handovers/0/recipients`, set: [], code: 'held-without-recipient' },
  { name: 'a national handover of a region', pointer: '/jurisdictions/region-eu/handovers/0/level', set: 'national', code: 'level-differs' },
  { name: 'a fulfilled promise without its day', pointer: `${NZ}/handovers/0/commitments/0/date`, set: null, code: 'ended-without-date' },
  { name: 'a promise that answers nothing and does not say why', from: 'demo', pointer: '/jurisdictions/ES/handovers/0/commitments/0', set: { id: 'ES-h1-m1', text: { es: 'Reflexionar.' }, kind: 'review', by: null, instrument: null, answers: [], status: 'promised', date: null, due: null }, expected: '/jurisdictions/ES/handovers/0/commitments/0/answersNote', code: 'commitment-note-missing' },
  { name: 'a collected petition that says nothing of its end', pointer: `${GB}/petition/closed`, set: null, code: 'closed-missing' },
  { name: 'an end that is known and not told', pointer: `${GB}/petition/closed/known`, set: true, expected: `${GB}/petition/closed/date`, code: 'closed-date-missing' },
  { name: 'an open petition in a record', pointer: `${GB}/petition/status`, set: 'open', code: 'status-not-in-record' },
  { name: 'a call of the record without source', pointer: `${GB}/petition/callsToAction/0/source`, remove: true, code: 'source-missing' },
  { name: 'a record of no time', pointer: '/campaign/recordAsOf', set: null, code: 'as-of-missing' },
  { name: 'open petitions without a controller', from: 'demo', pointer: '/campaign/controller', set: null, code: 'controller-missing' },
  { name: 'open petitions without retention', from: 'demo', pointer: '/campaign/retention', set: null, code: 'retention-missing' },
  { name: 'an open petition without policies', from: 'demo', pointer: `${GB}/petition/policies`, remove: true, code: 'policies-missing' },
  { name: 'a language without privacy notice', from: 'demo', pointer: `${GB}/petition/texts/fr/privacyNotice`, remove: true, code: 'text-incomplete' },
  { name: 'a call not said in one of the languages', from: 'demo', pointer: `${GB}/petition/callsToAction/1/text/ar`, remove: true, code: 'language-missing' },
  { name: 'an open petition without calls', from: 'demo', pointer: `${GB}/petition/callsToAction`, set: [], code: 'no-calls' },
  { name: 'a demonstration for search engines', from: 'demo', pointer: '/campaign/noindex', set: false, code: 'demonstration-indexed' },
  { name: 'synthetic signers in earnest', from: 'demo', pointer: '/campaign/demonstration', set: false, expected: `${GB}/petition/history`, code: 'history-outside-demonstration' },
  { name: 'shares of more than the whole', from: 'demo', pointer: `${GB}/petition/history/channels/paper`, set: 0.5, expected: `${GB}/petition/history/channels`, code: 'shares-not-one' },
  { name: 'a country under another code', pointer: `${GB}/iso2`, set: 'UK', code: 'country-code-differs' },
  { name: 'a region called a country', pointer: '/jurisdictions/region-eu/kind', set: 'country', expected: '/jurisdictions/region-eu/id', code: 'kind-differs-from-id' },
];

describe('a broken copy of a campaign file', () => {
  it.each(BROKEN)('is refused for $name, with place and code', ({ from, pointer, set, remove, expected, code }) => {
    const file = JSON.parse(TEXTS[from ?? 'record']) as CampaignFile;
    const where = resolved(pointer, file);
    const told = resolved(expected ?? pointer, file);
    change(file, where, { set, remove });
    expect(faultsOf(file)).toContainEqual({ path: told, code });
  });

  it('tells all its faults at once, of shape and of reference, each with a sentence', () => {
    const file = JSON.parse(TEXTS.record) as CampaignFile;
    const broken: [string, unknown, string][] = [
      ['/campaign/slug', 'NO', 'bad-form'],
      [`${GB}/petition/callsToAction/0/goal`, 'justice', 'unknown-goal'],
      [`${GB}/petition/callsToAction/1/text`, {}, 'too-few'],
      [`${GB}/handovers/0/date`, '2011-13-01', 'date-impossible'],
      [`${NZ}/handovers/0/commitments/0/answers/0`, 'GB-c01', 'call-of-another-jurisdiction'],
      ['/jurisdictions/MX/handovers/0/extra', 1, 'unknown-field'],
    ];
    for (const [pointer, set] of broken) change(file, resolved(pointer, file), { set });
    const result = validateCampaignFile(file);
    if (result.ok) throw new Error('was taken for good');
    expect(result.faults.map(({ path: where, code }) => [where, code]).sort()).toEqual(
      broken.map(([pointer, , code]) => [resolved(pointer, file), code]).sort(),
    );
    for (const { message } of result.faults) expect(message).toMatch(/^\S.+\.$/);
  });

  it.each([null, 7, 'campaign', [], {}])('%j is no campaign file', (value) => {
    expect(validateCampaignFile(value).ok).toBe(false);
  });
});

describe('a campaign file with anything anywhere', () => {
  /** Every place in the file, so that each is hit as often as any other. */
  const places = (value: unknown, pointer = ''): string[] =>
    typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => [`${pointer}/${key}`, ...places(inner, `${pointer}/${key}`)]) : [];
  const all = places(JSON.parse(TEXTS.demo));

  it('is judged and never makes the judge fall', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('GB', 'all', '2011-02-30', 'prevention', '*')), (pointer, set) => {
        const file: unknown = JSON.parse(TEXTS.demo);
        change(file, pointer, { set });
        const result = validateCampaignFile(file);
        if (!result.ok) expect(result.faults.every((one) => one.path.startsWith('/') && one.message.length > 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the text of a campaign file', () => {
  const codes = (text: string): { path: string; code: string }[] => {
    const result = parseCampaignFile(text);
    return result.ok ? [] : result.faults.map(({ path: where, code }) => ({ path: where, code }));
  };

  it('is read with any key order and spacing', () => {
    expect(parseCampaignFile(JSON.stringify(JSON.parse(TEXTS.demo))).ok).toBe(true);
  });

  it('is refused over 16 MB, before it is parsed', () => {
    expect(codes(`{"a": "${'x'.repeat(16 * 1024 * 1024)}`)).toEqual([{ path: '', code: 'too-big' }]);
  });

  it('is refused over 32 levels, however many', () => {
    expect(codes('['.repeat(2_000_000))).toEqual([{ path: '/0'.repeat(32), code: 'too-deep' }]);
    expect(codes(`${'['.repeat(32)}${']'.repeat(32)}`)).not.toContainEqual(expect.objectContaining({ code: 'too-deep' }));
    expect(codes('{"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"{{{"}').map((one) => one.code)).not.toContain('too-deep');
  });

  it('may not reach into every object of the process, however the name is spelt', () => {
    expect(codes('{"campaign": {"__proto__": {"admin": true}}}')).toEqual([{ path: '/campaign/__proto__', code: 'forbidden-key' }]);
    expect(codes('{"a": [0, {"\\u005f_proto__": 1}]}')).toEqual([{ path: '/a/1/__proto__', code: 'forbidden-key' }]);
    expect(codes('{"constructor": 1, "x": {"prototype": 2}}').map((one) => one.path)).toEqual(['/constructor', '/x/prototype']);
    expect(faultsOf(JSON.parse('{"x": {"__proto__": 1}}'))).toEqual([{ path: '/x/__proto__', code: 'forbidden-key' }]);
  });

  it('may not say the same thing twice', () => {
    expect(codes('{"jurisdictions": [{"id": "GB", "id": "FR"}]}')).toEqual([{ path: '/jurisdictions/0/id', code: 'duplicate-key' }]);
  });

  it('is told where it stops being JSON', () => {
    expect(codes('{"format": }')).toEqual([{ path: '', code: 'not-json' }]);
    expect(codes('')).toEqual([{ path: '', code: 'not-json' }]);
  });
});
