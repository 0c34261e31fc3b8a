import { type PaperPhrases, PaperPhrases as Phrases } from '../phrasebook.js';
import { drawDemonstration, drawMark, drawWaves, HAIR, INK, PEN, PEN_WASH, shownLink, SOFT } from '../printables/paper-looks.js';
import { PdfDocument } from '../typesetting/pdf-document.js';
import { Flow, type FlowItem, MARGIN, paragraphs, text } from './flow.js';
import { type HandedPetition, type HandoverPaper } from './handover-paper.js';

/**
 * What is handed to a government. On the first page of the letter stand the figures, the demands, the day by which an answer is asked
 * for, the root of the seal and a code that leads to the public page; readable without a login or a link.
 */
export async function handoverLetter(data: HandoverPaper): Promise<Buffer> {
  const papers = new Papers(data, 'letter.title');
  papers.letter();
  return papers.finish();
}

/** What the seal proves, and what it doesn't. */
export async function handoverCertificate(data: HandoverPaper): Promise<Buffer> {
  const papers = new Papers(data, 'certificate.title');
  papers.certificate();
  return papers.finish();
}

/** Letter, petitions in full, figures by country and certificate in one file. */
export async function handoverPacket(data: HandoverPaper): Promise<Buffer> {
  const papers = new Papers(data, 'letter.title');
  papers.letter();
  papers.petitions();
  papers.figures();
  papers.certificate();
  return papers.finish();
}

const FOOT = 46;
const SEAL = 128;
const LARGE = { size: 11, color: INK } as const;
const BODY = { size: 10.5, color: INK, leading: 1.4 } as const;
const SMALL = { size: 8.6, color: SOFT, leading: 1.4 } as const;
/** Sizes at which a first page is tried. */
const SIZES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7];

class Papers {
  private readonly phrases: PaperPhrases;
  private readonly doc: PdfDocument;
  private readonly lang: string;

  constructor(private readonly data: HandoverPaper, title: string) {
    this.phrases = Phrases.for(data.language);
    this.lang = this.phrases.language;
    this.doc = new PdfDocument({ title: this.phrases.say(title, { campaign: data.campaign.text }), language: this.lang, madeAt: data.madeAt, author: data.controller?.name });
  }

  finish(): Promise<Buffer> {
    return this.doc.finish();
  }

  letter(): void {
    const { doc } = this;
    const top = this.page();
    const bottom = doc.height - FOOT - SEAL - 20;
    const items = [...this.address(), ...this.opening(), ...this.demands(), ...this.reply()];
    const size = SIZES.find((one) => new Flow(doc, one).height(items) <= bottom - top) ?? 0.7;
    // Calls so long that no size holds them go on overleaf; figures and the day asked for come before them then.
    const fits = new Flow(doc, size).height(items) <= bottom - top;
    const ordered = fits ? items : [...this.address(), ...this.opening(), ...this.reply(), ...this.demands()];
    // Last on its page, so that it is heard last.
    let sealed = false;
    const seal = (): void => {
      if (!sealed) this.sealBox(doc.height - FOOT - SEAL);
      sealed = true;
    };
    new Flow(doc, size).draw(ordered, top, () => (sealed ? doc.height - FOOT : bottom), () => {
      seal();
      return this.page();
    });
    seal();
  }

  petitions(): void {
    for (const petition of this.data.petitions) {
      const flow = new Flow(this.doc);
      const items = [
        text(petition.title.text, petition.title.lang, { size: 18, weight: 'black', color: INK, leading: 1.25 }, { role: 'H1' }),
        text(this.figureOf(petition), this.lang, { size: 11, weight: 'bold', color: PEN }, { gap: 6 }),
        ...paragraphs(petition.demand.text, petition.demand.lang, BODY, 8),
        text(this.say('letter.demands'), this.lang, { size: 12, weight: 'bold', color: INK }, { role: 'H2', gap: 16 }),
        ...callItems(petition),
      ];
      flow.draw(items, this.page(), () => this.doc.height - FOOT, () => this.page());
    }
  }

  figures(): void {
    const { data } = this;
    const items: FlowItem[] = [
      text(this.say('figures.title'), this.lang, { size: 18, weight: 'black', color: INK, leading: 1.25 }, { role: 'H1' }),
      text(this.say('figures.note'), this.lang, SMALL, { gap: 6 }),
      { kind: 'row', head: true, gap: 12, cells: [this.say('figures.country'), this.say('figures.counted')] },
      ...data.countries.map(({ country, counted }): FlowItem => ({ kind: 'row', gap: 0, cells: [country === 'other' ? this.say('figures.other') : this.phrases.place(country), this.number(counted)] })),
      { kind: 'row', head: true, gap: 0, cells: [this.say('figures.together'), this.number(data.counted)] },
      { kind: 'row', head: true, gap: 18, cells: [this.say('figures.channel'), this.say('figures.counted')] },
      ...data.channels.map(({ channel, counted }): FlowItem => ({ kind: 'row', gap: 0, cells: [this.say(`figures.channel.${channel}`), this.number(counted)] })),
      ...(data.petitions.length > 1 ? [
        { kind: 'row' as const, head: true, gap: 18, cells: [this.say('figures.petition'), this.say('figures.counted'), this.say('figures.residents')] },
        ...data.petitions.map((one): FlowItem => ({ kind: 'row', gap: 0, cells: [this.placeOf(one), this.number(one.counted), one.residents === null ? '–' : this.number(one.residents)] })),
      ] : []),
      ...(data.attested.length > 0 ? [text(this.say('figures.attested'), this.lang, { size: 12, weight: 'bold', color: INK }, { role: 'H2', gap: 20 }), text(this.say('figures.attested.note'), this.lang, SMALL, { gap: 4 })] : []),
      ...data.attested.map((one) => text(this.say(one.qualifier === 'more-than' ? 'figures.attested.more' : 'figures.attested.one', { count: one.count, by: one.attestedBy, document: one.document }), this.lang, BODY, { gap: 5, role: 'LI' })),
    ];
    new Flow(this.doc).draw(items, this.page(), () => this.doc.height - FOOT, () => this.page());
  }

  certificate(): void {
    const { doc, data } = this;
    this.page(true);
    drawWaves(doc, { y: 40, height: 120, width: doc.width }, '#dfe6f4');
    drawMark(doc, { x: MARGIN, y: 62, size: 34 });
    const { seal } = data;
    const items: FlowItem[] = [
      text(this.say('certificate.heading'), this.lang, { size: 27, weight: 'black', color: INK, leading: doc.direction === 'rtl' ? 1.4 : 1.15 }, { role: 'H1' }),
      text(data.campaign.text, data.campaign.lang, { size: 13, weight: 'bold', color: PEN }, { gap: 4 }),
      text(this.say('certificate.sealed', { count: data.counted, instant: this.instant(seal.cutoff) }), this.lang, { size: 14, color: INK, leading: 1.45 }, { gap: 18 }),
      ...data.petitions.slice(0, 12).map((one) => text(`${one.title.text}: ${this.figureOf(one)}`, this.lang, LARGE, { gap: 5, role: 'LI' })),
      ...(data.petitions.length > 12 ? [text(this.say('certificate.more', { n: data.petitions.length - 12 }), this.lang, SMALL, { gap: 4 })] : []),
      ...(data.attested.length > 0 ? [text(this.say('letter.attested', { count: sum(data.attested.map(({ count }) => count)) }), this.lang, BODY, { gap: 6 })] : []),
      ...this.heading('certificate.proves'), text(this.say('certificate.proves.text'), this.lang, BODY, { gap: 4 }),
      ...this.heading('certificate.not'), text(this.say('certificate.not.text'), this.lang, BODY, { gap: 4 }),
      ...this.heading('certificate.check'), text(this.say('certificate.check.text', { link: shownLink(data.link) }), this.lang, BODY, { gap: 4 }),
      ...this.codes(),
    ];
    const room = doc.height - FOOT - SEAL - 20 - 112;
    const size = SIZES.find((one) => new Flow(doc, one).height(items) <= room) ?? 0.7;
    new Flow(doc, size).draw(items, 112, () => doc.height - FOOT, () => this.page());
    doc.qr(data.link, { x: doc.width - MARGIN - SEAL, y: doc.height - FOOT - SEAL, size: SEAL }, this.say('certificate.qr', { link: data.link }));
    const signed = doc.height - FOOT - 54;
    doc.line({ x: MARGIN, y: signed }, { x: MARGIN + 220, y: signed }, { color: INK, width: 0.9 });
    doc.text(this.say('certificate.signature', { who: data.controller?.name ?? '' }), { x: MARGIN, y: signed + 4, width: 300 }, SMALL);
  }

  private heading(key: string): FlowItem[] {
    return [text(this.say(key), this.lang, { size: 12, weight: 'bold', color: PEN }, { role: 'H2', gap: 14 })];
  }

  /** Hashes break into groups that can be read aloud. */
  private codes(): FlowItem[] {
    const { seal } = this.data;
    const rows: [string, string][] = [['certificate.root', seal.root], ['certificate.statement', seal.statementSha256], ['certificate.key', seal.fingerprint], ['certificate.audit', seal.auditHead]];
    return rows.flatMap(([key, code]) => [
      text(this.say(key), this.lang, { ...SMALL, weight: 'bold' }, { gap: 7 }),
      text(grouped(code), 'en', { size: 8.4, color: INK, leading: 1.35 }, { gap: 0, width: 360 }),
    ]);
  }

  private address(): FlowItem[] {
    const { data } = this;
    const lines = data.recipients.map((one) => [one.name, one.office, one.body].filter(Boolean).join(', ')).filter((line) => line !== '');
    return [
      ...lines.map((line, nth) => text(line, this.lang, { ...LARGE, weight: nth === 0 ? 'bold' : 'regular' }, { gap: nth === 0 ? 0 : 2 })),
      ...(data.day ? [text([data.place, this.day(data.day)].filter(Boolean).join(', '), this.lang, SMALL, { gap: 8 })] : []),
      text(data.petitions.length === 1 ? (data.petitions[0]?.title.text ?? '') : data.campaign.text, data.petitions.length === 1 ? (data.petitions[0]?.title.lang ?? this.lang) : data.campaign.lang, { size: 17, weight: 'black', color: INK, leading: 1.25 }, { role: 'H1', gap: 12 }),
    ];
  }

  private opening(): FlowItem[] {
    const { data } = this;
    const [only] = data.petitions.length === 1 ? data.petitions : [];
    const attested = sum(data.attested.map(({ count }) => count));
    return [
      text(only ? this.figureOf(only) : this.say('letter.figures', { count: data.counted, petitions: data.petitions.length }), this.lang, { size: 15, weight: 'bold', color: PEN, leading: 1.35 }, { gap: 8 }),
      ...(attested > 0 ? [text(this.say('letter.attested', { count: attested }), this.lang, BODY, { gap: 3 })] : []),
      text(data.opening?.text ?? this.say('letter.opening'), data.opening?.lang ?? this.lang, BODY, { gap: 8 }),
    ];
  }

  /** All calls of one petition; of several, those of the first: a region's own come first. */
  private demands(): FlowItem[] {
    const [first] = this.data.petitions;
    if (!first || first.calls.length === 0) return [];
    return [text(this.say('letter.demands'), this.lang, { size: 12, weight: 'bold', color: INK }, { role: 'H2', gap: 12 }), ...callItems(first)];
  }

  private reply(): FlowItem[] {
    const { data } = this;
    const items = data.replyBy ? [text(this.say('letter.reply', { day: this.day(data.replyBy) }), this.lang, { ...LARGE, weight: 'bold' as const }, { gap: 12 })] : [];
    return data.controller ? [...items, text(this.say('letter.sender', { who: data.controller.name, contact: data.controller.contact }), this.lang, BODY, { gap: 6 })] : items;
  }

  /** Root and code, at the foot of the first page. */
  private sealBox(y: number): void {
    const { doc, data } = this;
    const code = SEAL - 16;
    doc.rect({ x: MARGIN - 12, y: y - 6, width: doc.width - 2 * MARGIN + 24, height: SEAL }, { fill: PEN_WASH, radius: 4 });
    doc.qr(data.link, { x: MARGIN - 4, y: y + 2, size: code }, this.say('certificate.qr', { link: data.link }));
    const x = MARGIN + code + 8;
    const width = doc.width - MARGIN - x;
    let at = y + 6 + doc.text(this.say('letter.seal'), { x, y: y + 6, width }, { size: 11, weight: 'bold', color: INK }, 'H2');
    at += doc.text(this.say('letter.seal.note', { instant: this.instant(data.seal.cutoff) }), { x, y: at, width }, { size: 8.4, color: SOFT, leading: 1.4 });
    at += 3 + doc.text(grouped(data.seal.root), { x, y: at + 3, width }, { size: 7.8, color: INK, leading: 1.35, align: doc.direction === 'rtl' ? 'right' : 'left' }, 'P', 'en');
    doc.text(shownLink(data.link), { x, y: at + 3, width }, { size: 8, weight: 'bold', color: PEN, align: doc.direction === 'rtl' ? 'right' : 'left' }, 'P', 'en');
  }

  /** @returns where its content begins */
  private page(bare = false): number {
    const { doc, data } = this;
    doc.page();
    if (!bare) {
      drawMark(doc, { x: MARGIN, y: 34, size: 20 });
      doc.text(data.campaign.text, { x: MARGIN + 28, y: 37, width: doc.width - 2 * MARGIN - 150 }, { size: 10.5, weight: 'bold', color: PEN, align: doc.direction === 'rtl' ? 'right' : 'left' }, 'P', data.campaign.lang);
      doc.line({ x: MARGIN, y: 62 }, { x: doc.width - MARGIN, y: 62 }, { color: HAIR, width: 0.7 });
    }
    if (data.demonstration) {
      drawDemonstration(doc, this.phrases, { x: doc.width - MARGIN - 130, y: 34, width: 130, size: 9.5 });
      doc.text(this.say('paper.demonstration.note'), { x: MARGIN, y: doc.height - FOOT + 22, width: doc.width - 2 * MARGIN }, { size: 7.4, color: SOFT, align: 'center' });
    }
    return 78;
  }

  private figureOf(petition: HandedPetition): string {
    return petition.residents === null ? this.say('letter.figure', { count: petition.counted })
      : this.say('letter.figure.residents', { count: petition.counted, residents: petition.residents, place: this.placeOf(petition) });
  }

  private placeOf({ place }: HandedPetition): string {
    const named = this.phrases.place(place.id);
    return named === place.id ? place.name : named;
  }

  private say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    return this.phrases.say(key, values);
  }

  private number(value: number): string {
    return new Intl.NumberFormat(this.lang).format(value);
  }

  /** As the pages write dates: day before month in English too. */
  private get dates(): string {
    return this.lang === 'en' ? 'en-GB' : this.lang;
  }

  private day(day: string): string {
    return new Intl.DateTimeFormat(this.dates, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
  }

  private instant(at: Date): string {
    return `${new Intl.DateTimeFormat(this.dates, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const grouped = (hex: string): string => hex.match(/.{1,8}/gu)?.join(' ') ?? hex;

const callItems = (petition: HandedPetition): FlowItem[] =>
  petition.calls.map((call, nth) => text(call.text, call.lang, BODY, { role: 'LI', gap: 5, number: `${nth + 1}` }));
