import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { PublicationsReader } from '#libs/embargo';
import { type Handover, HandoversReader, SealReader } from '#libs/handovers';
import { NoticeSettings } from '#libs/petitions';
import { type PublishedTally, PublishedTallies } from '#libs/tallies';
import { Links } from '../links.js';
import { type WebhookEvent } from './webhook-rules.js';

/** What is told, and of which places; `all`: of the whole campaign. */
export interface News {
  event: WebhookEvent;
  campaignId: number;
  campaign: string;
  demonstration: boolean;
  jurisdictions: readonly string[] | 'all';
  data: object;
}

interface PetitionRow { campaignId: number; campaign: string; demonstration: boolean; slug: string; jurisdiction: string; privacy: 'standard' | 'high'; status: string }

/**
 * Turns a committed event into what the public may read of it at this moment: figures by the publish rules alone, handovers and
 * commitments as their public readers tell them. What the public does not see gives no news; nothing of a signer is ever among it.
 */
@Injectable()
export class WebhookNews {
  private readonly links: Links;

  constructor(private readonly db: Database, private readonly tallies: PublishedTallies, private readonly handovers: HandoversReader, private readonly seals: SealReader, private readonly notices: NoticeSettings, private readonly publications: PublicationsReader, config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  /** One event may be several pieces of news, or none. */
  async of(topic: string, payload: Record<string, unknown>): Promise<News[]> {
    switch (topic) {
      case 'petition.opened': case 'petition.closed': return this.petition(topic, Number(payload['petitionId']));
      case 'milestone.crossed': return this.milestone(Number(payload['petitionId']), { 'milestone.approaching': numbers(payload['approaching']), 'milestone.reached': numbers(payload['reached']) });
      case 'handover.scheduled': case 'handover.moved': case 'handover.held': return this.handover(topic, String(payload['handoverId']));
      case 'handover.sealed': return this.sealed(String(payload['handoverId']));
      case 'commitment.status': return this.commitment(String(payload['commitmentId']), String(payload['statusId']));
      case 'publication.public': case 'publication.withdrawn': case 'publication.corrected': return this.publication(topic, String(payload['publicationId']));
      default: return [];
    }
  }

  private async petition(event: 'petition.opened' | 'petition.closed', petitionId: number): Promise<News[]> {
    const row = await this.row(petitionId);
    if (!row || row.status === 'draft') return [];
    return [this.news(event, row, { ...(await this.figures(petitionId, row)), status: row.status })];
  }

  /** A petition of high privacy shows no milestones to anybody: they would tell its count between two publications. */
  private async milestone(petitionId: number, steps: Record<'milestone.approaching' | 'milestone.reached', number[]>): Promise<News[]> {
    const row = await this.row(petitionId);
    if (!row || row.privacy === 'high' || row.status === 'draft' || !(await this.notices.of(petitionId)).by.includes('webhook')) return [];
    const figures = await this.figures(petitionId, row);
    return (['milestone.approaching', 'milestone.reached'] as const).filter((step) => steps[step].length > 0)
      .map((step) => this.news(step, row, { ...figures, thresholds: [...steps[step]].sort((a, b) => a - b) }));
  }

  private async handover(event: WebhookEvent, id: string): Promise<News[]> {
    const shown = await this.handovers.get(id, 'public').catch(onlyUnknown);
    if (!shown) return event === 'handover.moved' ? this.calledOff(id) : [];
    const jurisdictions = shown.covers === 'all' ? 'all' as const : [shown.jurisdiction.id, ...shown.covers.map((covered) => covered.id)];
    const { campaignId, campaign, demonstration } = shown;
    return shown.record ? [] : [{ event, campaignId, campaign, demonstration, jurisdictions, data: this.handoverData(shown) }];
  }

  /** Made or published: news once everybody may check it. */
  private async sealed(id: string): Promise<News[]> {
    return (await this.seals.standing(id, 'public')) ? this.handover('handover.sealed', id) : [];
  }

  /** It is gone from the public's pages; whoever was told of it is told this. */
  private async calledOff(id: string): Promise<News[]> {
    const [row] = await this.db.rows<{ campaignId: number; campaign: string; demonstration: boolean; jurisdictions: string[] }>(
      `select c.id as "campaignId", c.slug as campaign, c.demonstration, array(select h.jurisdiction_id union select jurisdiction_id from handover_jurisdictions where handover_id = h.id) as jurisdictions
         from handovers h join campaigns c on c.id = h.campaign_id
        where h.id = $1 and h.status = 'cancelled' and c.kind = 'live'
          and exists (select 1 from webhook_deliveries d join webhooks w on w.id = d.webhook_id where w.campaign_id = c.id and d.event like 'handover.%' and d.body::jsonb -> 'data' ->> 'handover' = h.id::text)`, [id]);
    return row ? [{ event: 'handover.moved', ...row, data: { handover: id, jurisdiction: row.jurisdictions[0], status: 'cancelled' } }] : [];
  }

  /** A status that nobody may read yet (a right of reply runs) is no news. */
  private async commitment(id: string, statusId: string): Promise<News[]> {
    const commitment = await this.handovers.commitment(id, 'public').catch(onlyUnknown);
    const [status] = await this.db.rows<{ status: string }>(`select status from commitment_statuses where id = $1`, [statusId]);
    if (!commitment || commitment.status !== status?.status) return [];
    const handover = await this.handovers.get(commitment.handoverId, 'public').catch(onlyUnknown);
    if (!handover || handover.record) return [];
    const { campaignId, campaign, demonstration } = handover;
    const { text, kind, madeBy, instrument, due, overdue, history } = commitment;
    return [{
      event: 'commitment.status', campaignId, campaign, demonstration, jurisdictions: [commitment.jurisdiction.id],
      data: {
        commitment: id, handover: commitment.handoverId, jurisdiction: commitment.jurisdiction.id, status: status.status, before: history.at(-2)?.status ?? null, text, kind, madeBy, instrument,
        due: due?.edtf ?? null, overdue, url: this.links.handoverFacts(commitment.handoverId),
      },
    }];
  }

  /** As it stands when it is told: one that was withdrawn a moment after it became public is told as withdrawn, twice. */
  private async publication(event: 'publication.public' | 'publication.withdrawn' | 'publication.corrected', id: string): Promise<News[]> {
    const shown = await this.publications.get(id, 'public').catch(onlyUnknown);
    if (!shown || shown.record) return [];
    const { campaignId, campaign, demonstration, kind, title, state, publicAt, timeZone, withdrawn, corrects, correctedBy } = shown;
    return [{ event, campaignId, campaign, demonstration, jurisdictions: 'all', data: { publication: id, kind, title, state, publicAt, timeZone, withdrawn, corrects, correctedBy, url: this.links.publicationFacts(campaign, id) } }];
  }

  /** The counts of all open petitions of a campaign, as last published. */
  async counts(campaignId: number, jurisdiction: string | null): Promise<object[]> {
    const rows = await this.db.rows<{ id: number; slug: string; jurisdiction: string }>(
      `select id, slug, jurisdiction_id as jurisdiction from petitions where campaign_id = $1 and status = 'open' and takes_signatures and ($2::text is null or jurisdiction_id = $2) order by jurisdiction_id`, [campaignId, jurisdiction]);
    const counts: object[] = [];
    for (const { id, ...petition } of rows) counts.push(await this.figures(id, petition));
    return counts;
  }

  private async figures(petitionId: number, { slug, jurisdiction }: Pick<PetitionRow, 'slug' | 'jurisdiction'>): Promise<object> {
    const tally = await this.tallies.forPublic(petitionId);
    return { petition: slug, jurisdiction, url: this.links.petition(slug), count: tally && countOf(tally) };
  }

  private handoverData({ id, jurisdiction, level, status, date, place, title, recipients, stated, commitments }: Handover): object {
    const { edtf, from, to, startTime, timeZone } = date;
    return {
      handover: id, jurisdiction: jurisdiction.id, level, status, date: { edtf, from, to, startTime, timeZone }, place, title,
      recipients: recipients.filter(({ metOnly }) => !metOnly).map(({ office, body, kind }) => ({ office, body, kind })), stated, commitments: commitments.length, url: this.links.handoverFacts(id),
    };
  }

  private news(event: WebhookEvent, { campaignId, campaign, demonstration, jurisdiction }: PetitionRow, data: object): News {
    return { event, campaignId, campaign, demonstration, jurisdictions: [jurisdiction], data };
  }

  private async row(petitionId: number): Promise<PetitionRow | null> {
    const [row] = await this.db.rows<PetitionRow>(
      `select c.id as "campaignId", c.slug as campaign, c.demonstration, p.slug, p.jurisdiction_id as jurisdiction, p.privacy, p.status
         from petitions p join campaigns c on c.id = p.campaign_id where p.id = $1 and c.kind = 'live'`, [petitionId]);
    return row ?? null;
  }
}

const countOf = ({ asOf, counted, attested, total }: PublishedTally): object => ({ asOf, counted, attested, total });
const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.filter((each): each is number => typeof each === 'number') : []);

/** What the public may not know of is told as not there. */
function onlyUnknown(error: unknown): null {
  if ((error as { kind?: unknown } | null)?.kind === 'not-found') return null;
  throw error;
}
