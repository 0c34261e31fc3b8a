import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows } from '#libs/database';
import { beginEdition, campaignUnknown, goalsInUse, type MeasuresInput, type Words, writeMeasures } from '#libs/petitions';
import { cardsInvalid } from '../cards/cards.errors.js';
import type { ProgressActor } from '../cards/cards.types.js';
import { frameworkFaults, tidyFramework } from './framework-rules.js';
import { currentFramework } from './frameworks.repository.js';

/** By what the next round of a campaign is measured. */
export interface CampaignFramework {
  /** The campaign's edition: whoever writes names the one they read. */
  readonly version: number;
  /** The newest version of the framework; null: there is none yet. */
  readonly framework: number | null;
  readonly goals: readonly { readonly key: string; readonly title: Words; readonly description: Words }[];
  /** One goal after the other. `description`: what is asked. */
  readonly indicators: readonly { readonly key: string; readonly goal: string; readonly title: Words; readonly description: Words }[];
}

const NOW = `
  select c.version, (select max(f.version) from frameworks f where f.campaign_id = c.id) as framework,
    coalesce((select json_agg(json_build_object('key', g.key, 'title', g.title, 'description', g.description) order by g.number, g.key) from goals g where g.campaign_id = c.id), '[]') as goals,
    coalesce((select json_agg(json_build_object('key', i.key, 'goal', i.goal_key, 'title', i.title, 'description', i.description) order by g.number, g.key, i.number, i.key)
      from indicators i join goals g on g.campaign_id = i.campaign_id and g.key = i.goal_key where i.campaign_id = c.id), '[]') as indicators
  from campaigns c where c.id = $1`;

/** What a campaign measures by, as organisers write it. Rounds that exist keep the version they were opened with. */
@Injectable()
export class Frameworks {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** @throws DomainError `campaigns.unknown` */
  async now(campaignId: number): Promise<CampaignFramework> {
    return theOne(await this.db.rows<CampaignFramework>(NOW, [campaignId]));
  }

  /**
   * Makes goals and indicators these, in this order: by them the next round is measured. What they say of themselves differently is a new version; the same again is none.
   * A goal to which calls belong, or that the campaign's file names, is not taken away. @param version the edition that was read before
   * @throws DomainError `progress.invalid`, `campaigns.unknown`, `petitions.frozen`, `petitions.changed_meanwhile`
   */
  async write(campaignId: number, input: MeasuresInput, version: number, actor: ProgressActor): Promise<CampaignFramework> {
    return this.db.transaction(async (tx) => {
      const slug = await beginEdition(tx, campaignId, version);
      const before = theOne(await txRows<CampaignFramework>(tx, NOW, [campaignId]));
      const used = await goalsInUse(tx, campaignId, before.goals.map(({ key }) => key).filter((key) => !input.goals.some((goal) => goal.key === key)));
      const faults = [...frameworkFaults(input, before), ...(used.length > 0 ? [{ field: 'goals', code: 'goal_in_use', facts: { goals: used.join(', ') } }] : [])];
      if (faults.length > 0) throw cardsInvalid(faults);
      await writeMeasures(tx, campaignId, tidyFramework(input));
      const framework = await currentFramework(tx, campaignId, actor.id);
      await this.audit.append(tx, { actor: actor.id, action: 'framework.write', subject: `campaign:${slug}`, details: { version: framework?.version ?? null, goals: input.goals.length, indicators: input.indicators.length } });
      return theOne(await txRows<CampaignFramework>(tx, NOW, [campaignId]));
    }, { actor: actor.id });
  }
}

function theOne([row]: readonly CampaignFramework[]): CampaignFramework {
  if (!row) throw campaignUnknown();
  return row;
}
