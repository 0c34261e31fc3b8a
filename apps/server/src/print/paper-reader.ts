import { Injectable } from '@nestjs/common';
import { CallsReader } from '#libs/calls-to-action';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { CampaignReader, type DoorPetition, PetitionDirectory, PetitionReader, petitionUnknown, type WholeCampaign } from '#libs/petitions';
import { paperLanguage, type PaperText, type PosterData, type SheetData, type StaffCardData } from '#libs/publications';
import { type Sheet, type Store } from '#libs/stores';
import { textRead } from '../signing/signing-desk.js';
import { plainProse } from '../ui/index.js';
import { helpPath } from './staff-help.js';

type Words = Readonly<Record<string, string>>;

/** Gathers what is printed for a store. Nothing on these papers is about a signer. */
@Injectable()
export class PaperReader {
  constructor(
    private readonly db: Database, private readonly petitions: PetitionDirectory, private readonly texts: PetitionReader, private readonly campaigns: CampaignReader,
    private readonly calls: CallsReader, private readonly config: AppConfig,
  ) {}

  /** @param wished the store's own if null @throws DomainError `petitions.unknown`: nothing can be signed in the store's country */
  async poster(store: Store, wished: string | null): Promise<PosterData> {
    const { petition, campaign } = await this.ofStore(store);
    const text = textRead(petition, wished ?? store.language);
    if (!text) throw petitionUnknown();
    const calls = await this.calls.ofPetition(petition);
    return {
      language: text.language, campaign: inLanguage(campaign.title, text.language, campaign.defaultLanguage), title: text.title,
      calls: calls.map(({ texts }) => inLanguage(texts, text.language, petition.defaultLanguage)), controller: campaign.controller,
      store: { name: store.name, town: store.town }, link: this.address(`/s/${store.code}`), demonstration: campaign.demonstration, madeAt: store.createdAt,
    };
  }

  async staffCard(store: Store, wished: string | null): Promise<StaffCardData> {
    const campaign = await this.campaign(store.campaignId);
    const language = wished ?? store.language;
    return {
      language, campaign: inLanguage(campaign.title, language, campaign.defaultLanguage), store: { name: store.name, town: store.town },
      helpLink: this.address(helpPath(paperLanguage(language) ?? 'en')), demonstration: campaign.demonstration, madeAt: store.createdAt,
    };
  }

  /** Sheets with the text that they were numbered for, though there may be a newer one. */
  async sheets(store: Store, sheets: readonly Sheet[]): Promise<SheetData[]> {
    const campaign = await this.campaign(store.campaignId);
    const groups = new Map<string, Sheet[]>();
    for (const sheet of sheets) {
      const key = `${sheet.petitionId} ${sheet.language} ${sheet.textVersion}`;
      groups.set(key, [...(groups.get(key) ?? []), sheet]);
    }
    return Promise.all([...groups.values()].map((group) => this.group(store, campaign, group)));
  }

  private async group(store: Store, campaign: WholeCampaign, sheets: readonly Sheet[]): Promise<SheetData> {
    const [sheet] = sheets;
    const petition = sheet ? await this.petitionOf(sheet.petitionId) : null;
    if (!sheet || !petition) throw petitionUnknown();
    const versions = await this.texts.texts(petition.sharedFrom?.id ?? petition.id);
    const text = versions.find(({ language, version }) => language === sheet.language && version === sheet.textVersion);
    if (!text) throw petitionUnknown();
    const calls = await this.calls.ofPetition(petition);
    const addressees = { ...(petition.addressee ? { [petition.defaultLanguage]: petition.addressee } : {}), ...petition.addressees };
    return {
      language: text.language, campaign: inLanguage(campaign.title, text.language, campaign.defaultLanguage), title: text.title, demand: plainProse(text.demand), notice: text.notice,
      calls: calls.map(({ texts }) => inLanguage(texts, text.language, petition.defaultLanguage)),
      addressee: Object.keys(addressees).length > 0 ? inLanguage(addressees, text.language, petition.defaultLanguage) : null,
      textVersion: text.version, minimumAge: petition.minimumAge, residentsOf: petition.eligibility === 'residents' ? petition.jurisdictionId : null,
      controller: campaign.controller ? { name: campaign.controller, contact: campaign.contact ?? '' } : null,
      // A campaign may keep to months and have no words for them.
      retention: hasWords(campaign.retention?.text) ? inLanguage(campaign.retention?.text ?? {}, text.language, campaign.defaultLanguage) : null,
      store: { name: store.name, town: store.town }, sheets: sheets.map(({ number, lines }) => ({ number, lines })), publicUrl: this.config.publicUrl,
      demonstration: campaign.demonstration, madeAt: new Date(Math.max(...sheets.map(({ printedAt }) => printedAt.getTime()))),
    };
  }

  private async ofStore(store: Store): Promise<{ petition: DoorPetition; campaign: WholeCampaign }> {
    const [row] = await this.db.rows<{ id: number }>(
      `select id from petitions where campaign_id = $1 and jurisdiction_id = $2 and takes_signatures order by status = 'draft', id limit 1`, [store.campaignId, store.jurisdictionId]);
    const petition = row ? await this.petitionOf(row.id) : null;
    if (!petition) throw petitionUnknown();
    return { petition, campaign: await this.campaign(store.campaignId) };
  }

  private async petitionOf(id: number): Promise<DoorPetition | null> {
    const [row] = await this.db.rows<{ slug: string }>(`select slug from petitions where id = $1`, [id]);
    return row ? this.petitions.bySlug(row.slug) : null;
  }

  private async campaign(id: number): Promise<WholeCampaign> {
    const [row] = await this.db.rows<{ slug: string }>(`select slug from campaigns where id = $1`, [id]);
    const campaign = row ? await this.campaigns.bySlug(row.slug) : null;
    if (!campaign) throw petitionUnknown();
    return campaign;
  }

  private address(path: string): string {
    return `${this.config.publicUrl.replace(/\/$/u, '')}${path}`;
  }
}

const hasWords = (words: Words | undefined): words is Words => words !== undefined && Object.keys(words).length > 0;

/** In the wished language, else in the campaign's or petition's own, else in any. */
function inLanguage(words: Words, wished: string, own: string): PaperText {
  const lang = [wished, wished.split('-')[0] ?? wished, own].find((one) => words[one]) ?? Object.keys(words)[0] ?? own;
  return { text: words[lang] ?? '', lang };
}
