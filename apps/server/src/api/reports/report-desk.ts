import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessService, type Actor, forbidden, notFound } from '#libs/access';
import { AppConfig } from '#libs/config';
import { type PublicationAudience } from '#libs/embargo';
import { CampaignReader, campaignUnknown, type WholeCampaign, type Words } from '#libs/petitions';
import {
  factsOr404, PdfPress, REPORT_FILES, ReportEditions, type ReportData, type ReportEdition, type ReportFacts, reportFacts, type ReportFile, reportFile, type ReportKind, reportNotFound, reportSha256, ReportSource,
} from '#libs/publications';
import { AccreditedReading } from '../../embargo/accredited-reading.js';
import { accessOf } from '../../edge/request-access.js';
import { LastShown } from '../../reading/last-shown.js';

/** How old a live report may be while the database answers; its pages are kept a moment longer, and are right within a second. */
const FRESH_MS = 500;
const MOST_CAMPAIGNS = 20;
/** Files kept as they were made last: a report of fifty pages takes seconds to set. */
const MOST_FILES = 40;

/** What a report is asked for by: `appendix`, `final`, a country's or region's id, or the id of an edition; with `.pdf` as that file. */
export interface ReportName { name: string; file: ReportFile | null }

export interface FoundReport {
  campaign: WholeCampaign;
  facts: ReportFacts;
  sha256: string;
  /** Null: a live report, as of now. */
  edition: ReportEdition | null;
  /** Made for somebody who may read it ahead of the public: nobody keeps it. */
  ahead: boolean;
}

/** A live report that can be asked for. */
export interface LiveReport { name: string; kind: ReportKind; jurisdiction: { id: string; names: Words } | null }

/** Reports for pages and API alike: what there is, and each as facts and as a file. */
@Injectable()
export class ReportDesk {
  private readonly gathered = new LastShown<ReportData>(MOST_CAMPAIGNS, FRESH_MS);
  private readonly files = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly source: ReportSource, private readonly editions: ReportEditions, private readonly campaigns: CampaignReader, private readonly access: AccessService,
    private readonly accredited: AccreditedReading, private readonly config: AppConfig, private readonly press: PdfPress,
  ) {}

  /** @throws DomainError `campaigns.unknown` */
  async campaign(slug: string): Promise<WholeCampaign> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw campaignUnknown();
    return campaign;
  }

  /** Everything for whoever reads the whole campaign's inside. */
  async audienceOf(request: FastifyRequest, campaignId: number): Promise<PublicationAudience> {
    const { actor } = accessOf(request);
    return actor && (await this.access.may(actor, 'read', { campaignId })) ? 'organisers' : 'public';
  }

  /** @throws DomainError `access.not_found`, `access.forbidden` */
  async require(slug: string, actor: Actor): Promise<WholeCampaign> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign || !(await this.access.may(actor, 'read', { campaignId: campaign.id }))) throw notFound();
    if (!(await this.access.may(actor, 'organise', { campaignId: campaign.id }))) throw forbidden();
    return campaign;
  }

  /** Appendix and final report, then every country and region that has calls or a petition. */
  async live(slug: string): Promise<LiveReport[]> {
    const data = await this.data(slug);
    const called = new Set(data.calls.map(({ jurisdiction }) => jurisdiction));
    const places = data.places.filter((one) => one.kind !== 'world' && (called.has(one.id) || one.petition === 'petition'));
    return [
      { name: 'appendix', kind: 'appendix', jurisdiction: null }, { name: 'final', kind: 'final', jurisdiction: null },
      ...places.map(({ id, kind, names }): LiveReport => ({ name: id, kind: kind === 'region' ? 'region' : 'country', jurisdiction: { id, names } })),
    ];
  }

  /** A report as the public may read it; an edition also for who reads the campaign's inside, or was let in early. @throws DomainError `reports.not_found` */
  async find(slug: string, name: string, request: FastifyRequest): Promise<FoundReport> {
    const campaign = await this.campaign(slug);
    const publicationId = await this.editions.publicationOf(name);
    if (publicationId === null) {
      const facts = this.liveFacts(await this.data(slug), name);
      return { campaign, facts, sha256: reportSha256(facts), edition: null, ahead: false };
    }
    const letIn = (await this.accredited.audienceOf(request, publicationId)) === 'accredited' ? 'organisers' : 'public';
    const audience = letIn === 'organisers' ? letIn : await this.audienceOf(request, campaign.id);
    const { facts, ...edition } = await this.editions.get(name, campaign.id, audience);
    return { campaign, facts, sha256: edition.sha256, edition, ahead: audience === 'organisers' };
  }

  /** The bytes, made once for the same data. */
  file(report: FoundReport, file: ReportFile, language: string): Promise<Buffer> {
    const link = `${this.config.publicUrl}/campaigns/${report.campaign.slug}/reports/${report.edition?.id ?? this.nameOf(report.facts)}`;
    const key = [report.sha256, file, language, link].join(' ');
    const known = this.files.get(key);
    // Taken out and put back, so that the Map's order is that of last asking.
    this.files.delete(key);
    const made = known ?? (file === 'pdf' ? this.press.set({ paper: 'report', facts: report.facts, language, link }) : reportFile(report.facts, file, language, link));
    this.files.set(key, made);
    if (this.files.size > MOST_FILES) this.files.delete(this.files.keys().next().value as string);
    made.catch(() => this.files.delete(key));
    return made;
  }

  private data(slug: string): Promise<ReportData> {
    return this.gathered.of(slug, () => this.source.data(slug));
  }

  private liveFacts(data: ReportData, name: string): ReportFacts {
    if (name === 'appendix' || name === 'final') return reportFacts(data, name);
    const place = data.places.find(({ id }) => id === name);
    if (!place || place.kind === 'world') throw reportNotFound();
    return factsOr404(() => reportFacts(data, place.kind === 'region' ? 'region' : 'country', place.id));
  }

  private nameOf({ kind, jurisdiction }: ReportFacts): string {
    return jurisdiction ?? kind;
  }
}

/** `final.pdf` is `final` as PDF. */
export function reportName(asked: string): ReportName {
  const file = REPORT_FILES.find((one) => asked.endsWith(`.${one}`));
  return file ? { name: asked.slice(0, -file.length - 1), file } : { name: asked, file: null };
}
