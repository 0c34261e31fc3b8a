import { type PaperLanguage } from '../phrasebook.js';
import { type HandoverPaper } from '../handover-papers/handover-paper.js';
import { type PosterData } from '../printables/poster.js';
import { type SheetData } from '../printables/sheet.js';
import { type StaffCardData } from '../printables/staff-card.js';

/** A petition of about the length of the demonstration's, for looking at papers and reading their codes back. */
export const SAMPLE_LANGUAGES = ['en', 'fr', 'ar', 'de'] as const;
type Sample = (typeof SAMPLE_LANGUAGES)[number];

const NOW = new Date('2026-11-22T09:00:00Z');

const TEXTS: Readonly<Record<Sample, { campaign: string; title: string; demand: string; calls: string[]; addressee: string; notice: string; retention: string }>> = {
  en: {
    campaign: 'Keep Your Word', title: 'Keep your word to trafficked children', addressee: 'the Government of the United Kingdom',
    demand: 'In May 2011 a petition of 735,889 people was delivered at No. 10 Downing Street. It asked the Government to protect children from being trafficked for sex. The published record reports no reply.\n\nThe three demands were modest and clear: know what is happening, give every child a safe home, give every child someone who stands up for them. We put them again, in the words of today.',
    calls: [
      'Give an independent national rapporteur on child trafficking the means and the right to find out how many children are affected, to follow what is done for them, and to hold government to account.',
      'Give every child who was trafficked a safe place to live, with people trained to keep traffickers away.',
      'Give every such child, from the first day, a guardian in law who speaks for the child and for nobody else.',
    ],
    notice: 'Who is responsible. Tidewell Children\'s Alliance (an invented organisation), 1 Example Street, Exampletown.\n\nWhat for. We use your name, your e-mail address, your country and, if you give them, your postcode and town for one purpose: to count your support for this petition once.\n\nYour rights. You may ask to see, correct or erase your data, and you may complain to the Information Commissioner’s Office.',
    retention: 'Erased 12 months after the last handover of the petition.',
  },
  fr: {
    campaign: 'Tenez parole', title: 'Tenez parole envers les enfants victimes de traite', addressee: 'le gouvernement du Royaume-Uni',
    demand: 'En mai 2011, une pétition signée par 735 889 personnes a été déposée au 10 Downing Street. Elle demandait au gouvernement britannique de protéger les enfants contre la traite à des fins sexuelles. Les documents publiés ne font état d’aucune réponse.\n\nCes trois demandes étaient simples et claires : savoir ce qui se passe, offrir à chaque enfant un foyer sûr, donner à chaque enfant quelqu’un qui défende ses intérêts.',
    calls: [
      'Donner à un rapporteur national indépendant sur la traite des enfants les moyens et le droit d’établir combien d’enfants sont touchés, de suivre ce qui est fait pour eux et de demander des comptes au gouvernement.',
      'Offrir à chaque enfant victime de traite un lieu de vie sûr, avec des personnes formées à tenir les trafiquants à distance.',
      'Donner à chacun de ces enfants, dès le premier jour, un tuteur légal qui parle pour l’enfant et pour personne d’autre.',
    ],
    notice: 'Qui est responsable. Tidewell Children\'s Alliance (organisation fictive), 1, rue de l’Exemple, Ville-Exemple.\n\nPour quoi faire. Nous utilisons votre nom dans un seul but : compter une fois votre soutien à cette pétition.\n\nVos droits. Vous pouvez demander à consulter, rectifier ou effacer vos données.',
    retention: 'Effacées 12 mois après la dernière remise de la pétition.',
  },
  ar: {
    campaign: 'أوفوا بوعدكم', title: 'أوفوا بوعدكم للأطفال ضحايا الاتجار بالبشر', addressee: 'حكومة المملكة المتحدة',
    demand: 'في مايو 2011 سُلّمت إلى مقر رئاسة الوزراء البريطانية عريضة وقّعها 735,889 شخصًا، تطالب الحكومة بحماية الأطفال من الاتجار بهم لأغراض جنسية. ولا تذكر الوثائق المنشورة أي رد عليها.\n\nكانت المطالب الثلاثة بسيطة وواضحة: أن نعرف ما يجري، وأن يكون لكل طفل بيت آمن، وأن يكون لكل طفل من يدافع عن مصلحته.',
    calls: [
      'منح مقرر وطني مستقل معني بالاتجار بالأطفال الوسائل والحق في معرفة عدد الأطفال المتضررين، ومتابعة ما يُقدَّم لهم، ومساءلة الحكومة.',
      'توفير مكان آمن للعيش لكل طفل وقع ضحية الاتجار، مع أشخاص مدرَّبين على إبعاد المتاجرين عنه.',
      'تعيين وصي قانوني لكل طفل من هؤلاء منذ اليوم الأول، يتحدث باسم الطفل ولا يتحدث باسم أحد سواه.',
    ],
    notice: 'من المسؤول عن البيانات؟ منظمة Tidewell Children\'s Alliance (منظمة خيالية)، 1 شارع المثال، مدينة المثال، privacy@tidewell.example.\n\nلماذا نستخدمها؟ نستخدم اسمك لغرض واحد: أن يُحسب تأييدك لهذه العريضة مرة واحدة.',
    retention: 'تُمحى بعد مرور 12 شهرًا على آخر تسليم للعريضة.',
  },
  de: {
    campaign: 'Halten Sie Wort', title: 'Halten Sie Wort: Schutz für Kinder vor Menschenhandel', addressee: 'die Bundesregierung',
    demand: 'Im September 2011 wurden in Deutschland 245.006 Unterschriften übergeben, damit Kinder besser vor Menschenhandel zu sexuellen Zwecken geschützt werden.\n\nWir stellen die Forderungen von damals noch einmal, in Worten von heute. Was darauf geantwortet wird, von wem und bis wann, halten wir fest.',
    calls: [
      'Aufklärung über Menschenhandel, vor allem über Kinderhandel, in die Lehrpläne der Schulen und in die Ausbildung der Lehrkräfte aufnehmen.',
      'Dringend dafür sorgen, dass die Gesetze gegen Menschenhandel im ganzen Land vollständig angewendet werden.',
      'Ein bundesweites Hilfetelefon einrichten, rund um die Uhr, kostenlos und anonym, dazu eigene Schutzeinrichtungen, in denen betroffene Kinder verlässlich Hilfe finden.',
      'Jedem Kind, das von Menschenhandel betroffen ist, den Zugang zu angemessener und kostenloser medizinischer Versorgung garantieren.',
    ],
    notice: 'Wer verantwortlich ist. Tidewell Children\'s Alliance (eine erfundene Organisation), Beispielstraße 1, Beispielstadt.\n\nWofür. Wir verwenden Ihren Namen zu einem einzigen Zweck: um Ihre Unterstützung dieser Petition einmal zu zählen.',
    retention: 'Gelöscht 12 Monate nach der letzten Übergabe der Petition.',
  },
};

const STORE = { en: { name: 'Marrow & Thyme', town: 'Exampletown' }, fr: { name: 'Marrow & Thyme', town: 'Ville-Exemple' }, ar: { name: 'Marrow & Thyme', town: 'مدينة المثال' }, de: { name: 'Marrow & Thyme', town: 'Beispielstadt' } };

export function samplePoster(language: Sample): PosterData {
  const text = TEXTS[language];
  return {
    language, campaign: { text: text.campaign, lang: language }, title: text.title, calls: text.calls.map((call) => ({ text: call, lang: language })),
    controller: 'Tidewell Children\'s Alliance', store: STORE[language], link: `https://keep-your-word.example/s/mt-london-${language}`, demonstration: true, madeAt: NOW,
  };
}

export function sampleSheet(language: Sample, more: Partial<SheetData> = {}): SheetData {
  const text = TEXTS[language];
  return {
    language, campaign: { text: text.campaign, lang: language }, title: text.title, demand: text.demand, calls: text.calls.map((call) => ({ text: call, lang: language })),
    addressee: { text: text.addressee, lang: language }, notice: text.notice, textVersion: 1, minimumAge: 16, residentsOf: null,
    controller: { name: 'Tidewell Children\'s Alliance', contact: 'privacy@tidewell.example' }, retention: { text: text.retention, lang: language },
    store: STORE[language], sheets: [{ number: '10042-0', lines: 12 }, { number: '10043-8', lines: 12 }], publicUrl: 'https://keep-your-word.example', demonstration: true, madeAt: NOW, ...more,
  };
}

/** The card holds our own words only, so it may be in any language that papers speak. */
export function sampleCard(language: PaperLanguage): StaffCardData {
  const own = SAMPLE_LANGUAGES.find((one) => one === language) ?? 'en';
  return {
    language, campaign: { text: TEXTS[own].campaign, lang: own }, store: STORE[own], helpLink: `https://keep-your-word.example/tablet-help/${language}`,
    demonstration: true, madeAt: NOW,
  };
}

/** A sealed handover of a country's petition; `petitions` makes a bundle of it. */
export function sampleHandover(language: Sample, more: Partial<HandoverPaper> = {}): HandoverPaper {
  const own = TEXTS[language];
  const worded = (text: string) => ({ text, lang: language });
  return {
    language, campaign: worded(own.campaign), controller: { name: 'Tidewell Children\'s Alliance', contact: 'privacy@tidewell.example' },
    recipients: [{ name: null, office: own.addressee, body: null }], day: '2026-12-03', place: null,
    petitions: [{ title: worded(own.title), place: { id: 'GB', name: 'United Kingdom' }, counted: 735_889, residents: 731_204, demand: worded(own.demand), calls: own.calls.map(worded) }],
    counted: 735_889, countries: [{ country: 'GB', counted: 731_204 }, { country: 'IE', counted: 3_020 }, { country: 'FR', counted: 1_612 }, { country: 'other', counted: 53 }],
    channels: [{ channel: 'online', counted: 301_447 }, { channel: 'store', counted: 390_002 }, { channel: 'paper', counted: 44_440 }],
    attested: [{ count: 12_400, qualifier: 'more-than', attestedBy: 'Jo Miller', document: 'youth-network-letter.pdf' }],
    seal: {
      cutoff: new Date('2026-11-30T23:00:00Z'), sealedAt: new Date('2026-11-30T23:01:07Z'), root: '9f2c41d07be8a35610c4d2ff83b17e6a5c90e4d1b2a37f68c5d09e1a4b6f7c82',
      statementSha256: '41d0b8a35610c4d2ff83b17e6a5c90e4d1b2a37f68c5d09e1a4b6f7c829f2c7e', fingerprint: 'c4d2ff83b17e6a5c90e4d1b2a37f68c5d09e1a4b6f7c829f2c41d07be8a35610', auditHead: '1041:7e6a5c90e4d1b2a37f68c5d09e1a4b6f7c829f2c41d07be8a35610c4d2ff83b1',
    },
    replyBy: '2027-03-03', link: 'https://keep-your-word.example/en/handovers/0b6f7a8e-8f3a-4a3e-9a44-1d1f5f1c0d2a', opening: null, demonstration: true, madeAt: NOW, ...more,
  };
}
