import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { SourceReference, Words } from '#libs/petitions';

export interface CallToAction {
  id: number;
  key: string;
  /** Whose demand it is: of a shared petition, the region's. */
  jurisdiction: string;
  position: number;
  goal: string | null;
  alsoGoals: string[];
  /** The authority it is addressed to, in the campaign's own language. */
  target: string | null;
  targets: Words;
  instruments: string[];
  /** The newest text by language. */
  texts: Words;
  /** The call of an earlier campaign that this one takes up. */
  echoes: { campaign: string; key: string; jurisdiction: string; texts: Words } | null;
  note: string | null;
  source: SourceReference | null;
}

/** Reads calls to action, in their order. */
@Injectable()
export class CallsReader {
  constructor(private readonly db: Database) {}

  /** Of one jurisdiction; for a shared petition ask for the region's. */
  of(campaignId: number, jurisdictionId: string): Promise<CallToAction[]> {
    return this.db.rows(`${SELECT} where k.campaign_id = $1 and k.jurisdiction_id = $2 order by k.position, k.id`, [campaignId, jurisdictionId]);
  }

  /** All there are in a campaign, of drafts too: by jurisdiction in the campaign's order, each in its own. */
  ofCampaign(campaignId: number): Promise<CallToAction[]> {
    return this.db.rows(`${SELECT} join jurisdictions j on j.campaign_id = k.campaign_id and j.id = k.jurisdiction_id where k.campaign_id = $1 order by j.position, j.id, k.position, k.id`, [campaignId]);
  }

  /** Of a petition at the door: its own, or those of the region it shares. */
  ofPetition(petition: { campaign: { id: number }; jurisdictionId: string; sharedFrom: { jurisdictionId: string } | null }): Promise<CallToAction[]> {
    return this.of(petition.campaign.id, petition.sharedFrom?.jurisdictionId ?? petition.jurisdictionId);
  }
}

const newest = (call: string): string =>
  `coalesce((select json_object_agg(t.language, t.text) from (select distinct on (language) language, text from call_texts where call_id = ${call} order by language, version desc) t), '{}')`;

const SELECT = `
  select k.id, k.key, k.jurisdiction_id as jurisdiction, k.position, k.goal_key as goal, k.also_goals as "alsoGoals", k.target, coalesce(k.words -> 'target', '{}') as targets,
    k.instruments, ${newest('k.id')} as texts, k.note, k.source,
    (select json_build_object('campaign', ec.slug, 'key', e.key, 'jurisdiction', e.jurisdiction_id, 'texts', ${newest('e.id')})
       from calls_to_action e join campaigns ec on ec.id = e.campaign_id
      where e.key = k.echoes and ec.slug = c.details ->> 'echoesCampaign') as echoes
  from calls_to_action k join campaigns c on c.id = k.campaign_id`;
