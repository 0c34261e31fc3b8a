import { type Locale, type StatedFigure } from '../../apps/server/src/i18n/index.js';
import { type CallView, type CampaignView, type CheckMailView, type CountryRowView, type HandoverView, type HelpContactView, type PetitionRef, type PetitionView, type SignFormView, type TallyView } from '../../apps/server/src/site/index.js';
import { SECTIONS } from '../../apps/server/src/site/sections.js';
import { type LocalText } from '../../apps/server/src/ui/index.js';
import { RECORD_COUNTRIES } from './countries.js';

/** Realistic contents for every view, in the page's language where the demonstration has one, else in the record's English. */
export const en = (text: string): LocalText => ({ text, lang: 'en' });
const exact = (value: number): StatedFigure => ({ value, qualifier: 'exact' });

interface Demonstration {
  country: string;
  campaign: string;
  title: string;
  addressee: string;
  preamble: string;
  calls: string[];
  intro: string;
  retention: string;
  todo: string[];
}

const DEMONSTRATION: Record<Locale, Demonstration> = {
  en: {
    country: 'GB', campaign: 'Keep your word', title: 'Protect trafficked children: appoint someone who answers for it', addressee: 'the Government of the United Kingdom',
    preamble: 'Children who were trafficked are found, and then lost again. Three measures would end that.',
    calls: ['Appoint a national rapporteur on trafficking who reports to Parliament each year and is free to criticise.', 'Give every trafficked child a safe home, apart from adults and out of reach of those who exploited them.', 'Give every trafficked child a guardian with parental responsibility and the duty to decide in the child’s interest.'],
    intro: 'Governments were asked in 2011. This demonstration asks again, in the same words, whether they did as they said.',
    retention: 'Until the petition has been answered, at the latest 31 December 2028', todo: ['When you travel, ask travel agencies and hotels what they do against trafficking.', 'Write to those who represent your town and ask what has become of the promise.', 'If you suspect a case, tell the police without hesitation.'],
  },
  fr: {
    country: 'FR', campaign: 'Tenez parole', title: 'Enfants victimes de traite : tenez parole', addressee: 'le Gouvernement français',
    preamble: 'En 2011, une ministre a voulu agir. Nous demandons ce qui a été fait.',
    calls: ['Mettre en place des programmes de prévention pour les enfants exposés à la traite.', 'Former les forces de l’ordre à reconnaître et à protéger les enfants victimes.', 'Ouvrir des lieux d’accueil offrant à chaque enfant une aide médicale, psychologique, juridique et scolaire.', 'Réviser d’urgence le droit applicable aux mineurs étrangers non accompagnés.'],
    intro: 'Les gouvernements ont été interpellés en 2011. Cette démonstration leur demande de nouveau s’ils ont tenu parole.',
    retention: 'Jusqu’à la réponse à la pétition, au plus tard le 31 décembre 2028', todo: ['En voyage, demandez aux agences et aux hôtels ce qu’ils font contre la traite.', 'Écrivez à vos élus et demandez ce qu’est devenue la promesse.', 'Si vous soupçonnez un cas, prévenez la police sans hésiter.'],
  },
  ar: {
    country: 'JO', campaign: 'أوفوا بالوعد', title: 'احموا الأطفال من الاتجار: أوفوا بوعدكم', addressee: 'حكومة المملكة الأردنية الهاشمية',
    preamble: 'يُعثر على أطفال وقعوا ضحايا للاتجار ثم يُفقد أثرهم من جديد. ثلاثة إجراءات تنهي ذلك.',
    calls: ['وضع خطة وطنية لحماية الأطفال من الاتجار تُموَّل كل عام.', 'تدريب الشرطة على التعرف إلى الأطفال الضحايا وحمايتهم.', 'إنشاء دور آمنة تقدم لكل طفل رعاية طبية ونفسية وقانونية.'],
    intro: 'سُئلت الحكومات في عام 2011. يسأل هذا العرض التجريبي من جديد: هل أوفت بما وعدت؟',
    retention: 'إلى حين الرد على العريضة، وفي موعد أقصاه 31 ديسمبر 2028', todo: ['عند السفر، اسأل الوكالات والفنادق عمّا تفعله ضد الاتجار.', 'اكتب إلى من يمثلك واسأل عن مصير الوعد.', 'إن اشتبهت في حالة فأبلغ الشرطة دون تردد.'],
  },
};

const RECORD_TODO = ['When you travel, stay watchful, and ask travel agencies, guides and hotel receptions how they help to prevent trafficking.', 'Press those who decide: write to newspapers or publish posts online.', 'If you suspect a case, report it to the police without hesitation.'].map(en);

const HELP: HelpContactView[] = [
  { name: en('Child Helpline'), detail: null, phone: '116 111', url: 'https://helpline.example/' },
  { name: en('ECPAT'), detail: null, phone: null, url: 'https://ecpat.example/' },
];

export const form = (locale: Locale, change: Partial<SignFormView> = {}): SignFormView => ({
  action: '/petitions/keep-your-word-gb', textVersion: '3', via: null, minimumAge: 16, controller: 'Keep Your Word Trust', defaultCountry: DEMONSTRATION[locale].country,
  eligibility: 'anyone', confirmation: 'required', partners: [{ id: 'lantern', name: 'Lantern Network' }, { id: 'harbour', name: 'Harbour Shops' }], values: {}, faults: [], problem: null, ...change,
});

export const tally = (change: Partial<TallyView> = {}): TallyView => ({
  counted: 1043, attested: { count: 250, lowerBound: false, kind: 'attested' }, total: exact(1293), asOfAt: '2026-11-22T13:20:00Z', publication: 'live',
  next: { threshold: 5000, remaining: 3707, forecast: { from: '2027-01-10', to: '2027-02-04' } },
  byCountry: [{ place: { id: 'GB' }, count: 1180 }, { place: { id: 'IE' }, count: 71 }, { place: { id: 'other' }, count: 42 }], streamHref: '/api/v1/petitions/keep-your-word-gb/tally/stream', ...change,
});

const call = (text: LocalText, number: number, change: Partial<CallView> = {}): CallView => ({ id: `c${number}`, number, text, goal: null, target: null, instruments: [], originHref: null, answer: null, ...change });

const NOT_YET = { answers: [], quote: null, photoHref: null, sealHref: null, bundle: null };

export function openPetition(locale: Locale, change: Partial<PetitionView> = {}): PetitionView {
  const words = DEMONSTRATION[locale];
  const own = (text: string): LocalText => ({ text, lang: locale });
  return {
    slug: 'keep-your-word-gb', href: '/petitions/keep-your-word-gb', campaign: { title: own(words.campaign), href: '/campaigns/keep-your-word', kind: 'live', demonstration: true },
    place: { id: words.country }, title: own(words.title), addressee: own(words.addressee), preamble: own(words.preamble), state: 'open', opensOn: null, closedOn: null, sharedWith: null, members: [], membersShare: false, statedClaims: [], noindex: true,
    calls: words.calls.map((text, index) => call(own(text), index + 1, { originHref: `/petitions/stop-sex-trafficking-gb#call-${index + 1}` })),
    tally: tally(), form: form(locale),
    privacy: { controller: 'Keep Your Word Trust', contact: 'privacy@keepyourword.example', retention: own(words.retention), noticeHref: '/petitions/keep-your-word-gb/privacy', noticeVersion: '2' },
    help: HELP, whatYouCanDo: words.todo.map(own),
    handovers: [{ id: 'h1', state: 'planned', together: null, record: false, date: '2026-12-06', place: null, recipients: [{ name: null, office: own(words.addressee), body: null, kind: 'executive' }], presenters: ['Lantern Network'], figure: null, livingHere: null, outcome: null, claims: [], awaitingAnswer: false, ...NOT_YET }],
    commitments: [], sources: [], canonicalUrl: 'https://countersign.example/petitions/keep-your-word-gb', ...change,
  };
}

/** A bundle that took place, with all that is told of it. */
export function toldBundle(locale: Locale): HandoverView {
  const own = (text: string): LocalText => ({ text, lang: locale });
  return {
    id: 'b1', state: 'held', together: null, record: false, date: '2026-06-28', place: null, recipients: [{ name: null, office: own(DEMONSTRATION[locale].addressee), body: null, kind: 'intergovernmental' }], presenters: [],
    figure: exact(2333033), livingHere: null, outcome: null, claims: [], awaitingAnswer: false,
    answers: [{ text: own(DEMONSTRATION[locale].calls[0] ?? ''), original: { text: 'Die Regierung prüft die Forderungen.', lang: 'de' }, date: '2026-09-01', document: 'https://government.example/answer', file: { href: '/documents/d1', name: 'answer.pdf' } }],
    quote: { text: 'Wir werden liefern.', lang: 'de', by: 'Ada Beispiel' }, photoHref: null, sealHref: '/handovers/b1',
    bundle: { stated: exact(2333033), membersSum: { figure: exact(2402859), from: 16, of: 17 }, verified: 0, people: { signatures: 1200, people: 1100, asOfAt: '2026-09-01T10:00:00Z' }, after: ['AT', 'BE', 'DE'].map((id) => ({ id })), overlapUnknown: [{ id: 'IN' }] },
  };
}

const RECORD = { title: en('Stop Sex Trafficking of Children and Young People'), href: '/campaigns/stop-sex-trafficking', kind: 'record' as const, demonstration: false };
const REPORT = en('Upholding Commitments to Protect Children from Trafficking, September 2011');

/** The United Kingdom in the record: handed over at Downing Street, no reply reported. */
export function recordGb(): PetitionView {
  return {
    ...openPetition('en'), slug: 'stop-sex-trafficking-gb', href: '/petitions/stop-sex-trafficking-gb', campaign: RECORD, place: { id: 'GB' }, title: en('Stop Sex Trafficking of Children and Young People'), addressee: null,
    preamble: en('Seeks stronger safeguards for the young against sex trafficking, put in place actively and enforced without delay.'), state: 'closed', form: null, privacy: null, whatYouCanDo: RECORD_TODO,
    calls: [
      call(en('Appoint a national trafficking rapporteur who improves knowledge, child victims above all, monitors progress and holds government to account.'), 1, { goal: 'prevention', answer: 'none' }),
      call(en('Ensure access to safe accommodation for all trafficked children, sparing them further exploitation and harm.'), 2, { goal: 'services', target: en('government'), answer: 'none' }),
      call(en('Introduce guardians for trafficked children, with parental responsibility and the duty to decide in their best interest.'), 3, { goal: 'services', instruments: [en('UN Trafficking Protocol')], answer: 'none' }),
    ],
    tally: { counted: null, attested: { count: 735889, lowerBound: false, kind: 'printed' }, total: exact(735889), asOfAt: null, publication: 'frozen', next: null, byCountry: [], streamHref: null },
    handovers: [{
      id: 'GB-h1', state: 'held', together: null, record: true, date: '2011-05-12', place: en('No. 10 Downing Street'), recipients: [{ name: null, office: en('Office of the Prime Minister'), body: en('No. 10 Downing Street'), kind: 'executive' }],
      presenters: ['The Body Shop', 'ECPAT UK'], figure: exact(735889), livingHere: null, outcome: en('Delivered to the office of the Prime Minister; no reply is reported.'),
      claims: [en('Described as second in size among all UK petitions and as the biggest received by the government of the day.')], awaitingAnswer: false, ...NOT_YET,
    }],
    commitments: [], sources: [{ document: REPORT, place: 'Appendix, UK', href: null }], canonicalUrl: 'https://countersign.example/petitions/stop-sex-trafficking-gb',
  };
}

/** France in the record: a minister's wish that answers the petition as a whole. */
export function recordFr(): PetitionView {
  const gb = recordGb();
  return {
    ...gb, slug: 'stop-sex-trafficking-fr', place: { id: 'FR' },
    calls: ['Set up awareness programmes against child trafficking, focused on children at risk of being (re-)trafficked abroad.', 'Train key law enforcement staff on trafficking and commercial sexual exploitation, with care for better identification of children at risk.', 'Establish facilities giving all trafficked children systematic help and protection: medical, psychological, legal and educational.', 'Urgently revise laws and procedures for unaccompanied foreign children, who face a high risk of being (re-)trafficked.'].map((text, index) => call(en(text), index + 1, { answer: index === 2 ? 'named' : 'whole', goal: 'prevention' })),
    tally: { ...gb.tally!, attested: { count: 257791, lowerBound: true, kind: 'printed' }, total: { value: 257791, qualifier: 'lower-bound' } },
    handovers: [{
      id: 'FR-h1', state: 'held', together: null, record: true, date: '2011-06-29', place: null, recipients: [{ name: 'Roselyn Bachelot', office: en('Minister of Solidarity and Social Cohesion'), body: null, kind: 'executive' }], presenters: ['The Body Shop', 'ECPAT France'], figure: exact(257791), livingHere: 251302,
      outcome: en('The minister named child trafficking a priority of her department, wished to act on the demands with ECPAT and two other ministries, and praised the partnership.'), claims: [], awaitingAnswer: true, ...NOT_YET,
    }, { id: 'UN-h1', state: 'planned', together: { id: 'global-un' }, record: true, date: '2011-23', place: null, recipients: [], presenters: [], figure: null, livingHere: null, outcome: null, claims: [], awaitingAnswer: false, ...NOT_YET }],
    commitments: [
      { id: 'FR-h1-m1', text: en('Act on the demands together with ECPAT and two ministries, Justice and the Home Office.'), by: en('Minister of Solidarity and Social Cohesion'), state: 'promised', due: null, together: null, answers: 'all', history: [{ state: 'promised', date: '2011-06-29', note: null, evidenceUrl: null }] },
      { id: 'FR-h1-m2', text: en('Open two shelters for trafficked children.'), by: en('Minister of Solidarity and Social Cohesion'), state: 'fulfilled', due: '2012-33', together: null, answers: [3], history: [{ state: 'promised', date: '2011-06-29', note: null, evidenceUrl: null }, { state: 'in-progress', date: '2011-09-21/2011-09-30', note: en('A first house was rented.'), evidenceUrl: 'https://evidence.example/1' }, { state: 'fulfilled', date: '2012-02', note: en('Both houses took in children.'), evidenceUrl: 'https://evidence.example/2' }] },
    ],
    sources: [{ document: REPORT, place: 'Appendix, FRANCE', href: 'https://report.example/' }],
  };
}

export function recordRows(): CountryRowView[] {
  return RECORD_COUNTRIES.map(([id, state, value, qualifier, date, shared]) => ({
    place: { id }, href: `/petitions/stop-sex-trafficking-${id.toLowerCase()}`, state, figure: value === null ? null : { value, qualifier }, handedOver: date, sharedWith: shared ? { id: shared } : null,
  }));
}

export function recordCampaign(): CampaignView {
  return {
    slug: 'stop-sex-trafficking', title: RECORD.title, intro: [en('From 2009 to 2012, customers of a retailer and members of a child rights network asked governments to protect children from trafficking.')], kind: 'record', recordAsOf: '2011-09', demonstration: false, noindex: false, partners: ['ECPAT International', 'The Body Shop'],
    total: { counted: null, attested: 5979779, attestedKind: 'printed', total: 5979779, lowerBound: true, countriesWithFigure: 41, countriesWithPetition: 47, countriesWithoutFigure: ['CY', 'MX', 'AE', 'BD', 'NP', 'US'].map((id) => ({ id })), asOfAt: null },
    countries: recordRows(), sections: SECTIONS.filter((section) => section !== 'progress'),
    statedClaims: [
      { label: null, place: { id: 'region-eu' }, stated: exact(2333033), membersSum: { value: 2402859, from: 16, of: 17 }, verified: 0, date: '2011-06-28' },
      { label: null, place: { id: 'global-un' }, stated: { value: 7000000, qualifier: 'more-than' }, membersSum: null, verified: 0, date: '2011' },
    ],
    outcome: { nationalHandovers: 35, signaturesHandedOver: { value: 5808143, qualifier: 'lower-bound' }, calls: 187, commitments: { promised: 28, inProgress: 8, fulfilled: 3 } },
  };
}

export function liveCampaign(locale: Locale): CampaignView {
  const words = DEMONSTRATION[locale];
  const row = (id: string, state: CountryRowView['state'], figure: number | null, change: Partial<CountryRowView> = {}): CountryRowView => ({ place: { id }, href: `/petitions/keep-your-word-${id.toLowerCase()}`, state, figure: figure === null ? null : exact(figure), handedOver: null, sharedWith: null, ...change });
  const shared = { sharedWith: { id: 'region-middle-east' } };
  return {
    slug: 'keep-your-word', title: { text: words.campaign, lang: locale }, intro: [{ text: words.intro, lang: locale }], kind: 'live', recordAsOf: null, demonstration: true, noindex: true, partners: ['Lantern Network', 'Harbour Shops'],
    total: { counted: 5140, attested: 1250, attestedKind: 'attested', total: 6390, lowerBound: false, countriesWithFigure: 7, countriesWithPetition: 9, countriesWithoutFigure: [{ id: 'BH' }, { id: 'LB' }], asOfAt: '2026-11-22T13:20:00Z' },
    countries: [row('GB', 'open', 1293), row('FR', 'open', 812), row('NL', 'open', 640), row('SE', 'scheduled', null), row('ES', 'closed', 2210, { handedOver: '2026-11-21' }), row('DE', 'draft', null), row('JO', 'open', 431, shared), row('EG', 'open', 906, shared), row('LB', 'open', null, shared), row('FI', 'research-only', null)],
    sections: SECTIONS, statedClaims: [], outcome: null,
  };
}

export const petitionRef = (locale: Locale): PetitionRef => ({ title: { text: DEMONSTRATION[locale].title, lang: locale }, href: '/petitions/keep-your-word-gb', demonstration: true });
export const whatYouCanDo = (locale: Locale): LocalText[] => DEMONSTRATION[locale].todo.map((text) => ({ text, lang: locale }));
export const help = HELP;

export const checkMail = (locale: Locale, change: Partial<CheckMailView> = {}): CheckMailView => ({
  petition: petitionRef(locale), email: 'amina.dubois@gmail.com', suggestion: null, sender: 'Keep Your Word Trust',
  resend: { action: '/petitions/keep-your-word-gb', textVersion: '3', via: null, values: { givenName: 'Amina', country: 'FR', ageConfirmed: true, consentPetition: true } }, faults: [], sentAgain: false, catcherHref: '/dev/mail', ...change,
});
