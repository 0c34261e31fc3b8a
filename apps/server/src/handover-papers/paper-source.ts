import { Injectable } from '@nestjs/common';
import { CallsReader } from '#libs/calls-to-action';
import { AppConfig } from '#libs/config';
import { type Handover, type ManifestPetition, type ManifestStatement, OTHER_COUNTRIES, type Seal } from '#libs/handovers';
import { CampaignReader, type DoorPetition, PetitionDirectory, PetitionReader } from '#libs/petitions';
import { type HandedPetition, type HandoverPaper, type PaperText } from '#libs/publications';
import { plainProse } from '../ui/index.js';

type Words = Readonly<Record<string, string>>;

/** Days after the handover by which an answer is asked for, unless the organisers name another day. */
const ANSWER_DAYS = 90;
const DAY_MS = 86_400_000;

export interface PaperWishes {
  /** BCP 47; default: the petition's own. */
  language: string | null;
  /** `YYYY-MM-DD` */
  replyBy: string | null;
}

/** Gathers what is handed over: figures from the seal alone, words in the recipient's language as they were sealed. */
@Injectable()
export class HandoverPaperSource {
  constructor(
    private readonly petitions: PetitionDirectory, private readonly texts: PetitionReader, private readonly campaigns: CampaignReader,
    private readonly calls: CallsReader, private readonly config: AppConfig,
  ) {}

  /** @throws RangeError if it is not sealed */
  async paper(handover: Handover, seal: Seal, wishes: PaperWishes): Promise<HandoverPaper> {
    const { statement, root, statementSha256, key, sealedAt } = seal;
    if (!statement || !root || !statementSha256 || !key || !sealedAt) throw new RangeError('not sealed');
    const campaign = await this.campaigns.bySlug(handover.campaign);
    const found = await Promise.all(statement.petitions.map(async (sealed) => ({ sealed, petition: await this.petitions.bySlug(sealed.petition) })));
    const language = wishes.language ?? found.find(({ petition }) => petition)?.petition?.defaultLanguage ?? campaign?.defaultLanguage ?? 'en';
    const petitions = await Promise.all(found.map(({ sealed, petition }) => this.handed(sealed, petition, language)));
    const day = handover.date.exact ? handover.date.from : null;
    return {
      language, campaign: inLanguage(campaign?.title ?? { en: statement.campaign.title }, language, campaign?.defaultLanguage ?? 'en'),
      controller: campaign?.controller ? { name: campaign.controller, contact: campaign.contact ?? '' } : null,
      recipients: handover.recipients.filter(({ metOnly }) => !metOnly).map(({ name, office, body }) => ({ name, office, body })),
      day, place: handover.place, petitions, counted: statement.counted, countries: countriesOf(statement), channels: channelsOf(statement),
      attested: statement.petitions.flatMap(({ attested }) => attested.map(({ count, qualifier, attestedBy, document }) => ({ count, qualifier, attestedBy, document }))),
      seal: { cutoff: seal.cutoff, sealedAt, root, statementSha256, fingerprint: key.fingerprint, auditHead: `${statement.audit.n}:${statement.audit.hash}` },
      replyBy: wishes.replyBy ?? (day ? new Date(Date.parse(`${day}T12:00:00Z`) + ANSWER_DAYS * DAY_MS).toISOString().slice(0, 10) : null),
      link: `${this.config.publicUrl}/handovers/${handover.id}`, opening: null, demonstration: statement.demonstration, madeAt: sealedAt,
    };
  }

  /** In the wished language if it was sealed in it, else in the petition's own. */
  private async handed(sealed: ManifestPetition, petition: DoorPetition | null, wished: string): Promise<HandedPetition> {
    const place = { id: sealed.jurisdiction, name: petition?.jurisdiction.name ?? sealed.jurisdiction };
    const residents = sealed.cells.filter(({ country }) => country === sealed.jurisdiction).reduce((sum, { counted }) => sum + counted, 0);
    const own = { place, counted: sealed.counted, residents: residents > 0 ? residents : null };
    const bare: PaperText = { text: sealed.petition, lang: 'en' };
    if (!petition) return { ...own, title: bare, demand: { text: '', lang: 'en' }, calls: [] };
    const versions = await this.texts.texts(petition.sharedFrom?.id ?? petition.id);
    const newest = sealed.texts.filter((one) => !sealed.texts.some((other) => other.language === one.language && other.version > one.version));
    const chosen = newest.find(({ language }) => language === wished) ?? newest.find(({ language }) => base(language) === base(wished)) ?? newest.find(({ language }) => language === petition.defaultLanguage) ?? newest[0];
    const text = versions.find(({ language, version }) => language === chosen?.language && version === chosen?.version) ?? versions.find(({ language }) => language === petition.defaultLanguage) ?? versions[0];
    const calls = await this.calls.ofPetition(petition);
    if (!text) return { ...own, title: bare, demand: { text: '', lang: 'en' }, calls: [] };
    return {
      ...own, title: { text: text.title, lang: text.language }, demand: { text: plainProse(text.demand), lang: text.language },
      calls: (text.calls?.map((words) => ({ text: words, lang: text.language })) ?? calls.map(({ texts }) => inLanguage(texts, text.language, petition.defaultLanguage))).map((call) => ({ ...call, text: plainProse(call.text) })),
    };
  }
}

const base = (tag: string): string => tag.toLowerCase().split('-')[0] ?? tag;

function inLanguage(words: Words, wished: string, own: string): PaperText {
  const lang = [wished, base(wished), own, ...Object.keys(words)].find((tag) => words[tag]?.trim()) ?? own;
  return { text: words[lang] ?? '', lang };
}

/** Over all petitions, largest first, what is not told apart last. */
function countriesOf({ petitions }: ManifestStatement): { country: string; counted: number }[] {
  const sums = summed(petitions.flatMap(({ cells }) => cells.map(({ country, counted }) => [country, counted] as const)));
  return sums.map(([country, counted]) => ({ country, counted })).sort((a, b) => Number(a.country === OTHER_COUNTRIES) - Number(b.country === OTHER_COUNTRIES) || b.counted - a.counted);
}

function channelsOf({ petitions }: ManifestStatement): { channel: string; counted: number }[] {
  return summed(petitions.flatMap(({ cells }) => cells.map(({ channel, counted }) => [channel, counted] as const)))
    .map(([channel, counted]) => ({ channel, counted })).sort((a, b) => b.counted - a.counted);
}

function summed(pairs: readonly (readonly [string, number])[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [key, n] of pairs) sums.set(key, (sums.get(key) ?? 0) + n);
  return [...sums];
}
