import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import {
  COUNTRY, dayIn, fieldsOf, Mailbox, milestonesToldOnce, MOST_FIELDS, movedTwice, Program, publicPage, sealAgrees, sign, type Step, tells, type World, ZONE,
} from './world.js';
import { type Deeds, DUE, followTwoYears, type Followed } from './years.js';

const TEXT = {
  fr: { language: 'fr', title: 'Un toit pour chacune', demand: 'Ouvrez un refuge dans chaque canton.', notice: 'Vos données servent à cette pétition seulement.' },
  en: { language: 'en', title: 'A roof for each of them', demand: 'Open a shelter in every canton.', notice: 'Your data serves this petition only.' },
};
const PROMISES = { shelters: 'Un refuge dans chaque canton', register: 'Un registre public des cas', study: 'Une étude des besoins' };

interface Fault { errors: { field: string }[]; code: string }
interface Reviewed { seen: string; approved: boolean; items: { id: string; state: string; remarks: { text: string }[] }[] }
interface Promised { id: string; status: string; history: { id: string }[]; office: { holderThen: string | null; holderNow: string | null } }
interface Told { status: string; stated: { signatures: number } | null; changes: { reason: string }[]; responses: object[]; day: { receipt: { kind: string } } | null }

/** A new country's story by the API alone: an organiser writes, a second person approves, and neither sees a page of the console. */
export function storyByApi(world: World, say?: (line: string) => void): Step[] {
  const [owner, writer, second, anybody] = [world.owner.token, world.writer.token, world.second.token, null].map((token) => new Program(world.url, token)) as [Program, Program, Program, Program];
  const petition = `${world.campaign}-lu`;
  const { signatures } = world;
  const [post, dora] = [new Mailbox(world, world.writer.email), new Mailbox(world, world.delegate)];
  let [office, handover] = ['', ''];
  const promises: Record<string, Promised> = {};
  const status = (name: string, body: object): Promise<Promised> => writer.ask('POST', `commitments/${promises[name]?.id ?? ''}/statuses`, body);
  const inPublic = async (name: string): Promise<string> => (await anybody.ask<Promised>('GET', `commitments/${promises[name]?.id ?? ''}`)).status;
  const few = (body: object): object => {
    assert.ok(fieldsOf(body) <= MOST_FIELDS, `${fieldsOf(body)} fields, more than ${MOST_FIELDS}: ${JSON.stringify(body)}`);
    return body;
  };

  const draft: Step[] = [
    { does: 'the owner makes a campaign; it asks for a second person by itself', run: async () => {
      await owner.ask('POST', 'campaigns', {
        slug: world.campaign, title: { fr: 'Un toit', en: 'A roof' }, defaultLanguage: 'fr', languages: ['fr', 'en'],
        controller: { name: 'Un toit a.s.b.l.', email: 'donnees@toit.example' }, retention: { months: 24, text: { fr: 'Deux ans.', en: 'Two years.' } },
      });
      const { reviewBeforeOpening } = await anybody.ask<{ reviewBeforeOpening: string }>('GET', `campaigns/${world.campaign}`);
      assert.equal(reviewBeforeOpening, 'required');
      return `review before opening: ${reviewBeforeOpening}`;
    } },
    { does: 'an organiser drafts the petition in one language and adds the other', run: async () => {
      const { demand, title, notice } = TEXT.en;
      await writer.ask('POST', 'petitions', {
        campaign: world.campaign, jurisdiction: COUNTRY, privacy: 'standard', target: signatures, timeZone: ZONE, texts: [TEXT.fr],
        calls: [{ texts: { fr: 'Un refuge par canton.' } }, { texts: { fr: 'Un registre public.' } }],
      });
      const calls = (await writer.ask<{ callsToAction: { key: string }[] }>('GET', `petitions/${petition}`)).callsToAction.map(({ key }) => key);
      await writer.ask('POST', `petitions/${petition}/texts`, { language: 'en', title, demand, notice, version: 0, calls: { [calls[0] ?? '']: 'One shelter a canton.' } });
      const standing = async () => (await writer.ask<{ items: { language: string; missing: number }[] }>('GET', `petitions/${petition}/translations`)).items.map(({ language, missing }) => `${language} misses ${missing}`);
      assert.deepEqual(await standing(), ['fr misses 0', 'en misses 1']);
      await writer.ask('POST', `petitions/${petition}/texts`, { language: 'en', title, demand, notice, version: 1, calls: { [calls[1] ?? '']: 'A public register.' } });
      assert.deepEqual(await standing(), ['fr misses 0', 'en misses 0']);
      await anybody.ask('GET', `petitions/${petition}`, undefined, 404);
      await publicPage(world, petition, 'en', 404);
      return 'fr and en complete; nobody else sees the draft';
    } },
    { does: 'it is sent back, mended, approved by the second person, and opened', run: async () => {
      const alone = await writer.ask<Fault>('POST', `petitions/${petition}/open`, undefined, 422);
      assert.deepEqual(alone.errors.map(({ field }) => field), ['review']);
      const { id: first } = await writer.ask<{ id: string }>('POST', `petitions/${petition}/reviews`);
      await second.ask('POST', `petitions/${petition}/reviews/${first}/send-back`, { remarks: [{ field: 'fr.title', text: 'Dites où.' }] }, 200);
      await writer.ask('POST', `petitions/${petition}/texts`, { ...TEXT.fr, title: 'Un toit pour chacune au Luxembourg', version: 1 });
      const { id } = await writer.ask<{ id: string }>('POST', `petitions/${petition}/reviews`);
      const { seen, items } = await writer.ask<Reviewed>('GET', `petitions/${petition}/reviews`);
      assert.deepEqual(items.map(({ state }) => state), ['asked', 'sent-back']);
      const own = await writer.ask<Fault>('POST', `petitions/${petition}/reviews/${id}/approve`, { seen }, 409);
      assert.equal(own.code, 'petitions.review_own');
      await second.ask('POST', `petitions/${petition}/reviews/${id}/approve`, { seen }, 200);
      // What the second person saw is what opens: the translation follows a title that means something else now, or says it still fits.
      await writer.ask('POST', `petitions/${petition}/open`, undefined, 200);
      tells(await publicPage(world, petition, 'en'), TEXT.en.title, TEXT.en.demand, 'One shelter a canton.');
      tells(await publicPage(world, petition, 'fr'), 'Un toit pour chacune au Luxembourg', TEXT.fr.demand);
      return 'refused alone (422), own approval refused (409), open with both languages';
    } },
  ];

  const collected: Step[] = [
    { does: `${signatures} people sign by the real door; milestones are told`, run: async () => {
      const half = Math.floor(signatures / 2);
      await writer.ask('POST', `petitions/${petition}/milestones`, { thresholds: [half] });
      const seen = await sign(world, petition, signatures, 'all');
      const { counted } = await anybody.ask<{ counted: number }>('GET', `petitions/${petition}/tally`);
      assert.equal(counted, signatures);
      const ladder = [1_000].filter((step) => step <= signatures);
      return `${seen}; ${await milestonesToldOnce(world, petition, post, [...new Set([half, ...ladder, signatures])])}`;
    } },
    { does: 'a handover is booked for an office, and a delegate asked along', run: async () => {
      ({ id: office } = await writer.ask<{ id: string }>('POST', 'offices', { campaign: world.campaign, jurisdiction: COUNTRY, names: { fr: 'Ministre de la Justice', en: 'Minister of Justice' }, kind: 'executive' }));
      await writer.ask('POST', `offices/${office}/holders`, { person: 'Anne Auber', from: dayIn(-400) });
      const booking = few({ campaign: world.campaign, jurisdiction: COUNTRY, date: dayIn(40), startTime: '10:00', timeZone: ZONE, place: 'Hôtel de Bourgogne', recipients: [{ officeId: office, kind: 'executive' }] });
      ({ id: handover } = await writer.ask<{ id: string }>('POST', 'handovers', booking));
      await writer.ask('POST', `handovers/${handover}/delegates`, few({ name: 'Dora Delegate', email: world.delegate, locale: 'fr' }));
      await dora.of('the invitation', ({ calendar }) => calendar !== undefined, 1);
      tells(await publicPage(world, petition), 'Hôtel de Bourgogne', 'Ministre de la Justice');
      return `${fieldsOf(booking)} fields; the public page names place and office`;
    } },
    { does: 'it is moved twice, and calendars follow', run: async () => {
      await writer.ask('PATCH', `handovers/${handover}`, few({ date: dayIn(60), reason: 'La ministre voyage' }));
      await dora.of('the first update', ({ calendar }) => calendar !== undefined, 2);
      await writer.ask('PATCH', `handovers/${handover}`, few({ date: dayIn(0), startTime: '00:05', reason: 'Plus tôt après tout' }));
      const { changes } = await writer.ask<Told>('GET', `handovers/${handover}`);
      assert.deepEqual(changes.map(({ reason }) => reason), ['La ministre voyage', 'Plus tôt après tout']);
      return movedTwice(dora);
    } },
    { does: 'what is counted is sealed', run: async () => {
      await writer.ask('POST', `handovers/${handover}/seal`, few({}), 202);
      const { seen } = await sealAgrees(world, handover, petition);
      await anybody.ask('GET', `handovers/${handover}/seal`, undefined, 404);
      for (const paper of ['letter', 'certificate', 'packet']) {
        const bytes = await writer.ask<string>('GET', `handovers/${handover}/${paper}.pdf?language=fr`);
        assert.ok(bytes.startsWith('%PDF-'), paper);
      }
      return `${seen}; letter, certificate and packet are there; the public sees none of it yet`;
    } },
    { does: 'it is held', run: async () => {
      const day = few({ submission: randomUUID(), outcome: 'held', heldOn: dayIn(0), signatures, receipt: 'register', receiptNumber: 'R 17', whatWasSaid: 'Nous lirons tout.', receivedBy: 'Anne Auber' });
      await writer.ask('POST', `handovers/${handover}/day`, day, 200);
      await writer.ask('POST', `handovers/${handover}/day`, day, 200);
      await writer.ask('POST', `handovers/${handover}/day`, { ...day, submission: randomUUID() }, 409);
      const told = await anybody.ask<Told>('GET', `handovers/${handover}`);
      assert.deepEqual([told.status, told.stated?.signatures, told.day?.receipt.kind], ['held', signatures, 'register']);
      await anybody.ask('GET', `handovers/${handover}/seal`);
      tells(await publicPage(world, petition), new Intl.NumberFormat('en').format(signatures));
      return `${fieldsOf(day)} fields, once however often it is sent; figure and seal are public`;
    } },
  ];

  const followed: Step[] = [
    { does: 'it is answered, with the document', run: async () => {
      const form = new FormData();
      form.set('file', new Blob(['%PDF-1.7\nLa réponse de la ministre'], { type: 'application/pdf' }), 'reponse.pdf');
      const { id: documentId } = await writer.ask<{ id: string }>('POST', `handovers/${handover}/documents`, form);
      await writer.ask('POST', `handovers/${handover}/responses`, { kind: 'answer', text: 'Nous ouvrirons des refuges.', language: 'fr', translations: { en: 'We shall open shelters.' }, datedOn: dayIn(0), documentId });
      tells(await publicPage(world, petition), 'We shall open shelters.', `/documents/${documentId}`);
      return 'the page shows the answer translated, the original and the document';
    } },
    { does: 'three promises are written down, and a letter asks how they go', run: async () => {
      const promise = (text: string, more: object): Promise<Promised> => writer.ask('POST', `handovers/${handover}/commitments`, few({ text, language: 'fr', kind: 'service', officeId: office, ...more }));
      promises['shelters'] = await promise(PROMISES.shelters, { due: dayIn(DUE.shelters), answers: [`${COUNTRY}-c01`] });
      promises['register'] = await promise(PROMISES.register, { due: dayIn(DUE.register) });
      promises['study'] = await promise(PROMISES.study, {});
      const { id } = await writer.ask<{ id: string }>('POST', `handovers/${handover}/letters`, { kind: 'state-of-promise', commitmentId: promises['register'].id, replyBy: dayIn(DUE.letter) });
      await writer.ask('POST', `letters/${id}/sent`, {}, 200);
      promises['letter'] = { id } as Promised;
      tells(await publicPage(world, petition), ...Object.values(PROMISES));
      return 'all three on the public page, bound to the office';
    } },
    { does: 'two years pass', run: () => {
      const ids = Object.fromEntries(Object.entries(promises).map(([name, { id }]) => [name, id])) as unknown as Followed;
      let brokenAs = '';
      const deeds: Deeds = {
        4: async () => {
          await status('study', { status: 'superseded', evidence: 'Le plan de janvier', supersededBy: ids.shelters });
          return 'the study is superseded';
        },
        5: async () => {
          await status('shelters', { status: 'in-progress', evidence: 'https://example.org/premier-refuge' });
          return 'the shelters are in progress';
        },
        8: async () => {
          await status('shelters', { status: 'fulfilled' }).then(() => assert.fail('fulfilled without evidence'), (refused: Error) => tells(refused.message, 'answered 422'));
          await status('shelters', { status: 'fulfilled', evidence: 'https://example.org/douze-refuges', dated: dayIn(0) });
          assert.equal(await inPublic('shelters'), 'fulfilled');
          return 'the shelters are fulfilled; not without evidence';
        },
        20: async () => {
          brokenAs = (await status('register', { status: 'broken', evidence: 'https://example.org/vote', replyDays: 14 })).history.at(-1)?.id ?? '';
          const letter = await writer.ask<{ id: string; text: string }>('POST', `handovers/${handover}/letters`, { kind: 'right-of-reply', commitmentId: ids.register });
          tells(letter.text, PROMISES.register);
          await writer.ask('POST', `letters/${letter.id}/sent`, {}, 200);
          assert.equal(await inPublic('register'), 'promised');
          assert.ok(!(await publicPage(world, petition)).includes('https://example.org/vote'), 'broken before the office was heard');
          return 'the register is broken; the office has its window, the public sees nothing yet';
        },
        21: async () => {
          await writer.ask('POST', `commitments/${ids.register}/statuses/${brokenAs}/reply`, { text: 'Le vote est reporté.', language: 'fr' });
          assert.equal(await inPublic('register'), 'broken');
          tells(await publicPage(world, petition), 'Le vote est reporté.', 'https://example.org/vote');
          return 'the office replied; both are public';
        },
      };
      return followTwoYears(world, ids, deeds, say);
    } },
    { does: 'the minister leaves, and takes no promise along', run: async () => {
      await writer.ask('POST', `offices/${office}/holders`, { person: 'Ben Beck', from: dayIn(0) });
      const { items } = await anybody.ask<{ items: Promised[] }>('GET', `commitments?campaign=${world.campaign}`);
      assert.deepEqual(items.map((one) => one.status).sort(), ['broken', 'fulfilled', 'superseded']);
      assert.ok(items.every((one) => one.office.holderNow === 'Ben Beck'), JSON.stringify(items.map((one) => one.office)));
      post.end();
      dora.end();
      return `fulfilled, broken, superseded; the office is ${items[0]?.office.holderThen ?? '?'}'s then and ${items[0]?.office.holderNow ?? '?'}'s now, on ${DateTime.now().toFormat('yyyy-MM-dd')}`;
    } },
  ];
  return [...draft, ...collected, ...followed];
}
