import { type CallToAction } from '#libs/calls-to-action';
import { type Commitment, type Handover, type HandoverResponse, officeName } from '#libs/handovers';
import { OWN_NEWS } from '#libs/notifications';
import { type DoorPetition, type NamesDemand, signable, type WholeCampaign } from '#libs/petitions';
import { type PublishedTally } from '#libs/tallies';
import { newsOffered, textRead } from '../../signing/signing-desk.js';
import { type Locale } from '../../i18n/index.js';
import { type CommitmentState, type HandoverState, type LocalText, type PetitionState } from '../../ui/index.js';
import { type AnswerView, type BundleView, type CallView, type CommitmentView, type HandoverView, type HelpContactView, type PlaceView, type PrivacyView, type SignFormView, type TallyView } from '../view-models.js';
import { plainIn, textIn } from './words.js';

/** Plain data of the libs as the citizens' views want it. Pure: what is read is handed in. */

export function petitionState(petition: DoorPetition, now: Date): PetitionState {
  const state = signable(petition, now);
  switch (state.state) {
    case 'open': return 'open';
    case 'closed': return 'closed';
    case 'not-yet': return state.opensAt ? 'scheduled' : 'draft';
    case 'takes-none': return petition.status === 'open' ? 'open' : petition.status;
  }
}

export function tallyView(tally: PublishedTally, petition: DoorPetition): TallyView {
  const record = petition.campaign.kind === 'record';
  const { attested, nextMilestone: next } = tally;
  const total = record && !attested ? null : tally.total;
  return {
    counted: record ? null : tally.counted,
    attested: attested && { ...attested, kind: record ? 'printed' : 'attested' },
    total: total === null ? null : { value: total, qualifier: !attested?.lowerBound ? 'exact' : record ? 'more-than' : 'lower-bound' },
    asOfAt: tally.asOf,
    publication: record ? 'frozen' : petition.privacy === 'high' ? 'daily' : 'live',
    next: record || !next ? null : { threshold: next.threshold, remaining: next.remaining, forecast: forecastDays(next.forecast) },
    byCountry: record ? [] : Object.entries(tally.byCountry).map(([id, count]) => ({ place: { id }, count })).sort((a, b) => Number(a.place.id === 'other') - Number(b.place.id === 'other') || b.count - a.count),
    streamHref: record || petition.privacy === 'high' || petition.status !== 'open' ? null : `/api/v1/petitions/${petition.slug}/tally/stream`,
  };
}

/** In days, which is as much as a forecast can promise; without an end, none is shown. */
function forecastDays(forecast: { from: string; to: string | null } | null): { from: string; to: string } | null {
  return forecast?.to ? { from: forecast.from.slice(0, 10), to: forecast.to.slice(0, 10) } : null;
}

/** A promise that names a call answers it; one about the calls as a whole answers each of them; without a handover nothing was asked yet. */
export function callViews(calls: readonly CallToAction[], handovers: readonly Handover[], campaign: WholeCampaign, locale: Locale): CallView[] {
  const own = campaign.defaultLanguage;
  const instruments = new Map(campaign.instruments.map((one) => [one.key, plainIn(one.name, one.names, locale, own)]));
  const promises = handovers.flatMap((handover) => handover.commitments);
  const brought = handovers.some((handover) => handover.level === 'national' && handover.status !== 'planned');
  return calls.map((call, index) => {
    const named = promises.some(({ answers }) => answers !== 'all' && answers.some((answered) => answered.id === call.id));
    const whole = promises.some(({ answers }) => answers === 'all');
    return {
      id: call.key, number: index + 1, text: textIn(call.texts, locale, own) ?? { text: call.key, lang: 'en' },
      goal: call.goal === 'prevention' || call.goal === 'legal' || call.goal === 'services' ? call.goal : null,
      target: plainIn(call.target, call.targets, locale, own), instruments: call.instruments.flatMap((key) => instruments.get(key) ?? []),
      originHref: call.echoes && `/petitions/${call.echoes.campaign}-${call.echoes.jurisdiction.toLowerCase()}`,
      answer: named ? 'named' : whole ? 'whole' : brought || promises.length > 0 ? 'none' : null,
    };
  });
}

/**
 * @param together the region or the world whose bundle it is, seen from one of its countries
 * @param around what is known beside the handover itself: whether its seal is public, and the names of places
 */
export function handoverView(handover: Handover, together: PlaceView | null, around: { sealed: boolean; place: (id: string) => PlaceView }, locale: Locale, own: string): HandoverView {
  const word = (field: string, text: string | null): LocalText | null => plainIn(text, handover.words[field], locale, own);
  return {
    id: handover.id, state: handoverState(handover.status), together, record: handover.record, date: handover.date.edtf, place: word('place', handover.place),
    recipients: handover.recipients.filter((recipient) => !recipient.metOnly).map((recipient) => {
      const words = (recipient.details['words'] ?? {}) as Record<string, Record<string, string>>;
      return { name: recipient.name, office: plainIn(recipient.office, words['office'], locale, own), body: plainIn(recipient.body, words['body'], locale, own), kind: recipient.kind };
    }),
    presenters: handover.presenters.flatMap(({ name, affiliation }) => (name && affiliation ? [`${name}, ${affiliation}`] : name ? [name] : [])),
    figure: handover.stated && { value: handover.stated.signatures, qualifier: handover.stated.qualifier },
    livingHere: handover.residents,
    outcome: word('outcome', handover.outcome) ?? saidIn(handover, locale, own),
    claims: handover.claims.flatMap((claim) => textIn(typeof claim === 'string' ? { [own]: claim } : (claim as Record<string, string>), locale, own) ?? []),
    awaitingAnswer: handover.status === 'held' && !handover.record && !handover.responses.some(isAnswer),
    answers: standing(handover.responses).filter(isAnswer).map((answer) => answerView(answer, locale, own)),
    quote: handover.day?.quote ? { text: handover.day.quote.text, lang: handover.day.quote.language ?? own, by: handover.day.quote.by } : null,
    photoHref: handover.day?.photo?.agreed ? `/documents/${handover.day.photo.file.id}` : null,
    sealHref: around.sealed ? `/handovers/${handover.id}` : null,
    bundle: together ? null : bundleView(handover, around.place),
  };
}

const isAnswer = ({ kind }: HandoverResponse): boolean => kind === 'answer' || kind === 'letter';

/** What was corrected gives way to its correction. */
const standing = (responses: readonly HandoverResponse[]): HandoverResponse[] => responses.filter(({ id }) => !responses.some(({ replaces }) => replaces === id));

function answerView({ text, language, translations, datedOn, document, file }: HandoverResponse, locale: Locale, own: string): AnswerView {
  const original: LocalText = { text, lang: language ?? own };
  const translated = original.lang.split('-')[0] === locale ? undefined : translations[locale];
  return {
    text: translated ? { text: translated, lang: locale } : original, original: translated ? original : null,
    date: datedOn, document, file: file && { href: `/documents/${file.id}`, name: file.name },
  };
}

function bundleView({ bundle, overlap }: Handover, place: (id: string) => PlaceView): BundleView | null {
  if (!bundle) return null;
  const { stated, sumOfMembers: sum, verified, after, overlapUnknown } = bundle;
  return {
    stated: stated && { value: stated.signatures, qualifier: stated.qualifier },
    membersSum: sum && { figure: { value: sum.signatures, qualifier: sum.lowerBound ? 'lower-bound' : 'exact' }, from: sum.from, of: sum.of }, verified,
    people: overlap?.asOf && overlap.signatures !== null && overlap.people !== null ? { signatures: overlap.signatures, people: overlap.people, asOfAt: overlap.asOf.toISOString() } : null,
    after: after.map(place), overlapUnknown: overlapUnknown.map(place),
  };
}

/** Words recorded at the handover, where nobody has summed it up. */
function saidIn(handover: Handover, locale: Locale, own: string): LocalText | null {
  const last = standing(handover.responses).filter((response) => !isAnswer(response)).at(-1);
  return last ? answerView(last, locale, own).text : null;
}

function handoverState(status: Handover['status']): HandoverState {
  return status === 'cancelled' ? 'absent' : status;
}

export function commitmentView(commitment: Commitment, together: PlaceView | null, calls: readonly CallToAction[], locale: Locale, own: string): CommitmentView {
  const word = (field: string, text: string | null): LocalText | null => plainIn(text, commitment.words[field], locale, own);
  return {
    id: commitment.id, text: plainIn(commitment.text, commitment.words['text'], locale, commitment.language ?? own) ?? { text: commitment.text, lang: own }, by: word('by', commitment.madeBy),
    original: commitment.language && commitment.words['text']?.[locale] ? { text: commitment.text, lang: commitment.language } : null,
    office: commitment.office && { name: officeIn(commitment.office.names, locale), then: commitment.office.holderThen, now: commitment.office.holderNow },
    state: commitmentState(commitment.status), together, due: commitment.due?.edtf ?? null,
    answers: commitment.answers === 'all' ? 'all' : commitment.answers.flatMap(({ id }) => {
      const at = calls.findIndex((call) => call.id === id);
      return at < 0 ? [] : [at + 1];
    }),
    history: commitment.history.map((entry) => ({
      state: commitmentState(entry.status), date: entry.datedEdtf, note: entry.note ? { text: entry.note, lang: own } : null,
      evidenceUrl: entry.evidence && /^https?:\/\//.test(entry.evidence) ? entry.evidence : null,
      deadSince: entry.deadSince, file: entry.file, reply: entry.reply?.text ? { text: entry.reply.text, lang: entry.reply.language ?? own } : null,
    })),
  };
}

function officeIn(names: Record<string, string>, locale: Locale): LocalText {
  const { text, language } = officeName({ names }, locale);
  return { text, lang: language };
}

function commitmentState(status: Commitment['status']): CommitmentState {
  return status === 'superseded' || status === 'lapsed' ? 'withdrawn' : status;
}

export function signForm(petition: DoorPetition, campaign: WholeCampaign, locale: Locale, via: string | null): SignFormView | null {
  const text = textRead(petition, locale);
  if (!text) return null;
  const offered = newsOffered(petition);
  return {
    action: `/petitions/${petition.slug}`, textVersion: String(text.version), via, minimumAge: petition.minimumAge, controller: campaign.controller ?? '',
    defaultCountry: petition.jurisdiction.kind === 'country' ? petition.jurisdictionId : null, eligibility: petition.eligibility, confirmation: petition.confirmation, names: petition.names && namesView(petition.names, petition, locale),
    partners: [{ key: OWN_NEWS, name: '', wording: {} }, ...campaign.partners].filter(({ key }) => offered.includes(key)).map(({ key, name, wording }) => ({ id: key, name, wording: textIn(wording, locale, petition.defaultLanguage) })), values: {}, faults: [], problem: null,
  };
}

function namesView({ law, office, fields, sha256 }: NamesDemand, petition: DoorPetition, locale: Locale): SignFormView['names'] {
  const words = (all: Record<string, string>): LocalText => textIn(all, locale, petition.defaultLanguage) ?? { text: '', lang: locale };
  return { law: words(law), office: words(office), fields, demand: sha256 };
}

export function privacyView(petition: DoorPetition, campaign: WholeCampaign, locale: Locale): PrivacyView | null {
  const text = textRead(petition, locale);
  if (!campaign.controller || !text) return null;
  return {
    controller: campaign.controller, contact: campaign.contact ?? '', retention: textIn(campaign.retention?.text, locale, petition.defaultLanguage) ?? { text: '', lang: locale },
    noticeHref: text.notice ? `/petitions/${petition.slug}/privacy` : null, noticeVersion: String(text.noticeVersion),
  };
}

export function helpContacts(petition: DoorPetition, locale: Locale): HelpContactView[] {
  return petition.helpContacts.flatMap((contact) => {
    const name = textIn(contact.name, locale, petition.defaultLanguage);
    return name ? [{ name, detail: textIn(contact.note, locale, petition.defaultLanguage), phone: contact.phone ?? null, url: contact.url ?? null }] : [];
  });
}

/** What a private person can do, as the campaign's file lists it. */
export function whatYouCanDo(campaign: WholeCampaign, locale: Locale): LocalText[] {
  const items = (campaign.details['whatYouCanDo'] ?? []) as { text: Record<string, string> }[];
  return items.flatMap(({ text }) => textIn(text, locale, campaign.defaultLanguage) ?? []);
}
