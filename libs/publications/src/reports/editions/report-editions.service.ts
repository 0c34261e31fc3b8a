import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { type PublicationAudience } from '#libs/embargo';
import { type Page, type Words } from '#libs/petitions';
import { reportFacts, type ReportFacts, type ReportKind } from '../facts/report-facts.js';
import { ReportSource } from '../gather/report-source.js';
import { reportJson, reportSha256 } from '../report.js';
import { reportConflict, reportNotFound } from './reports.errors.js';

/** A published report without what it says. */
export interface ReportEdition {
  id: string;
  campaignId: number;
  publicationId: string;
  /** The publication's. */
  title: Words;
  kind: ReportKind;
  jurisdiction: string | null;
  language: string;
  sha256: string;
  /** Of the data. */
  asOf: Date;
  /** When everybody may read it; null: nobody has said when. */
  publicAt: Date | null;
  /** Editions of its publication are corrected by those of this one. */
  correctedBy: string | null;
}

export interface NewReportEdition {
  /** Slug. */
  campaign: string;
  publicationId: string;
  kind: ReportKind;
  jurisdiction: string | null;
  language: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const MOST_A_PAGE = 200;

const COLUMNS = `e.id, e.campaign_id as "campaignId", e.publication_id as "publicationId", p.title, e.kind, e.jurisdiction_id as jurisdiction, e.language, encode(e.sha256, 'hex') as sha256, e.as_of as "asOf",
  p.public_at as "publicAt", (select l.id from publications l where l.corrects = p.id and publication_is_public(l.id, $1) order by l.created_at desc limit 1) as "correctedBy"`;
const FROM = `from report_editions e join publications p on p.id = e.publication_id where edition_is_public(e, $1)`;

/** Reports as they were published. Rights are the caller's to ask; what is under embargo is, to the public, not there. */
@Injectable()
export class ReportEditions {
  constructor(private readonly db: Database, private readonly source: ReportSource, private readonly audit: AuditLog) {}

  /** The newest first. */
  async list({ campaignId, audience, page = 1, pageSize = 50, publicationId }: { campaignId: number; audience: PublicationAudience; page?: number; pageSize?: number; publicationId?: string }): Promise<Page<ReportEdition>> {
    const size = Math.min(Math.max(1, pageSize), MOST_A_PAGE);
    const where = `${FROM} and e.campaign_id = $2 and ($3::uuid is null or e.publication_id = $3)`;
    const parameters = [audience, campaignId, publicationId ?? null];
    const items = await this.db.rows<ReportEdition>(`select ${COLUMNS} ${where} order by p.public_at desc nulls first, e.created_at desc, e.id limit $4 offset $5`, [...parameters, size, (page - 1) * size]);
    const [count] = await this.db.rows<{ n: number }>(`select count(*)::int as n ${where}`, parameters);
    return { items, page, pageSize: size, total: count?.n ?? 0 };
  }

  /** Under which publication it stands, whoever asks: so that who was let in early can be asked for. Null: there is none. */
  async publicationOf(id: string): Promise<string | null> {
    const [row] = UUID.test(id) ? await this.db.rows<{ publicationId: string }>(`select publication_id as "publicationId" from report_editions where id = $1`, [id]) : [];
    return row?.publicationId ?? null;
  }

  /** @throws DomainError `reports.not_found`, also for what this audience may not know of, or what is another campaign's */
  async get(id: string, campaignId: number, audience: PublicationAudience): Promise<ReportEdition & { facts: ReportFacts }> {
    const [row] = UUID.test(id) ? await this.db.rows<ReportEdition & { facts: ReportFacts }>(`select ${COLUMNS}, e.data as facts ${FROM} and e.campaign_id = $2 and e.id = $3`, [audience, campaignId, id]) : [];
    if (!row) throw reportNotFound();
    return row;
  }

  /**
   * Freezes what the report will say when its publication is public, as far as that is known now: with all cards that are public by then,
   * on which it rests from here on. A publication that nobody has given an instant to has nothing to wait for: what is public now.
   * @throws DomainError `reports.publication_closed`, `reports.already_there`, `reports.not_found` for an unknown jurisdiction
   */
  async create(input: NewReportEdition, actor: { id: string; name: string }): Promise<string> {
    const { facts, restsOn } = await this.facts(input);
    return this.db.transaction(async (tx) => {
      const campaignId = await openPublication(tx, input);
      const [row] = await txRows<{ id: string }>(tx,
        `insert into report_editions (campaign_id, publication_id, kind, jurisdiction_id, language, data, sha256, as_of, rests_on, created_by) values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10)
         on conflict do nothing returning id`,
        [campaignId, input.publicationId, input.kind, facts.jurisdiction, input.language, reportJson(facts), reportSha256(facts), facts.stamp.asOf, restsOn, actor.id]);
      if (!row) throw reportConflict('alreadyThere');
      await this.audit.append(tx, { actor: actor.id, action: 'report.freeze', subject: `publication:${input.publicationId}`, details: { edition: row.id, kind: input.kind, jurisdiction: facts.jurisdiction, sha256: reportSha256(facts) } });
      return row.id;
    }, { actor: actor.id });
  }

  /** What a report says with all cards that are public by the instant of its publication, and on which publications of those it rests: none that it could tell the same without. */
  private async facts({ campaign, publicationId, kind, jurisdiction }: NewReportEdition): Promise<{ facts: ReportFacts; restsOn: string[] }> {
    const factsWith = async (ahead: readonly string[]): Promise<ReportFacts> => {
      const data = await this.source.data(campaign, ahead);
      return factsOr404(() => reportFacts(data, kind, jurisdiction));
    };
    let restsOn = await this.due(publicationId);
    const facts = await factsWith(restsOn);
    for (const id of restsOn) {
      const others = restsOn.filter((one) => one !== id);
      if ((await factsWith(others)).stamp.factsSha256 === facts.stamp.factsSha256) restsOn = others;
    }
    return { facts, restsOn };
  }

  /** Of cards that are still to come, no later than this publication. */
  private async due(publicationId: string): Promise<string[]> {
    const rows = UUID.test(publicationId) ? await this.db.rows<{ id: string }>(
      `select base.id from publications p join publications base on base.campaign_id = p.campaign_id and base.public_at <= p.public_at
        where p.id = $1 and publication_is_awaited(base.id) and exists (select 1 from card_round_publications c where c.publication_id = base.id) order by base.id`, [publicationId]) : [];
    return rows.map(({ id }) => id);
  }
}

/** Held until the transaction ends. @returns the campaign's number */
async function openPublication(tx: Tx, { campaign, publicationId }: NewReportEdition): Promise<number> {
  const [row] = UUID.test(publicationId) ? await txRows<{ campaignId: number; open: boolean }>(tx,
    `select p.campaign_id as "campaignId", p.kind = 'report' and p.withdrawn_at is null and (p.public_at is null or p.public_at > public_now()) as open
       from publications p join campaigns c on c.id = p.campaign_id where p.id = $1 and c.slug = $2 for update of p`, [publicationId, campaign]) : [];
  if (!row) throw reportNotFound();
  if (!row.open) throw reportConflict('publicationClosed');
  return row.campaignId;
}

/** @throws DomainError `reports.not_found` in place of a RangeError */
export function factsOr404(make: () => ReportFacts): ReportFacts {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw reportNotFound();
    throw error;
  }
}
