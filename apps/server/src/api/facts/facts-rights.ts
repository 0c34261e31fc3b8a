import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Action, type Actor } from '#libs/access';
import { Database } from '#libs/database';
import { type PublicationAudience, type PublicationKind } from '#libs/embargo';
import { campaignUnknown } from '#libs/petitions';
import { AccreditedReading } from '../../embargo/accredited-reading.js';
import { accessOf } from '../../edge/request-access.js';

/** Who may read and write what became of instruments, rankings and figures: asked by the API, the pages and the console alike. */
@Injectable()
export class FactsRights {
  constructor(private readonly db: Database, private readonly access: AccessService, private readonly accredited: AccreditedReading) {}

  /** @throws DomainError `campaigns.unknown` */
  async campaignId(slug: string): Promise<number> {
    const [row] = await this.db.rows<{ id: number }>(`select id from campaigns where slug = $1`, [slug]);
    if (!row) throw campaignUnknown();
    return row.id;
  }

  /**
   * Everything for whoever may read the inside of the whole campaign; to others what is public, and what a personal link opens ahead of the
   * kind that is shown (null: of none). The answer says which: what was made for one reader is kept by nobody, and what is public now may be
   * more in a moment.
   */
  async audienceOf(request: FastifyRequest, reply: FastifyReply, campaignId: number, kind: PublicationKind | null): Promise<{ audience: PublicationAudience; ahead: string[] }> {
    const { actor } = accessOf(request);
    const inside = actor !== null && (await this.access.may(actor, 'read', { campaignId }));
    const ahead = inside || kind === null ? [] : await this.accredited.publicationsOf(request, { campaignId, kind });
    void reply.header('cache-control', 'no-cache').header('vary', 'cookie, authorization');
    if (inside || ahead.length > 0) this.accredited.keepPrivate(reply);
    return { audience: inside ? 'organisers' : 'public', ahead };
  }

  /** `jurisdictionId` null: of the campaign as a whole. @throws DomainError `access.not_found`, `access.forbidden` */
  async require(actor: Actor, action: Action, campaignId: number, jurisdictionId: string | null): Promise<void> {
    await this.access.require(actor, action, jurisdictionId === null ? { campaignId } : { campaignId, jurisdictionId });
  }

  /** Where the actor may do this: null for everywhere in the campaign. @throws DomainError `access.not_found` where that is nowhere */
  async places(actor: Actor, action: Action, campaignId: number): Promise<string[] | null> {
    const places = await this.access.visibleJurisdictions(actor, campaignId, action);
    if (places !== 'all' && places.length === 0) await this.access.require(actor, action, { campaignId });
    return places === 'all' ? null : places;
  }
}
