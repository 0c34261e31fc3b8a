import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, AuditLog } from '#libs/access';
import { Database } from '#libs/database';
import { type DocumentFacts, Documents, documentUnknown, examine, type OpenDocument } from '#libs/documents';
import { PublicDocuments } from '#libs/handovers';
import { uploadOf } from './uploads.js';

/** Takes files in and gives them out, for API, console and public pages alike. */
@Injectable()
export class DocumentDesk {
  constructor(
    private readonly db: Database, private readonly documents: Documents, private readonly published: PublicDocuments,
    private readonly access: AccessService, private readonly audit: AuditLog,
  ) {}

  /**
   * Keeps the file that a form brought, for this place; null if it brought none. The caller has judged the rights.
   * @throws DomainError `documents.type_refused` and others, at the field
   */
  async take(request: FastifyRequest, place: { campaignId: number; jurisdictionId: string }, actor: string, field = 'file'): Promise<DocumentFacts | null> {
    const file = uploadOf(request, field);
    if (!file) return null;
    const examined = await examine(file, field);
    return this.db.transaction(async (tx) => {
      const kept = await this.documents.put(tx, { ...place, examined, actor });
      await this.audit.append(tx, { actor, action: 'document.put', subject: `document:${kept.id}`, details: { sha256: kept.sha256, type: kept.mediaType } });
      return kept;
    }, { actor });
  }

  /** For those who may read the inside of its place. @throws DomainError `documents.not_found` also for whoever may not */
  async forOrganiser(id: string, actor: Actor): Promise<OpenDocument> {
    const about = await this.documents.about(id);
    const scope = { campaignId: about.campaignId, ...(about.jurisdictionId === null ? {} : { jurisdictionId: about.jurisdictionId }) };
    if (!(await this.access.may(actor, 'read', scope))) throw documentUnknown();
    return this.documents.open(id);
  }

  /** Where a published fact refers to it. @throws DomainError `documents.not_found` */
  async forAnyone(id: string): Promise<OpenDocument> {
    const about = await this.documents.about(id);
    if (!(await this.published.isPublic(about.id))) throw documentUnknown();
    return this.documents.open(id);
  }

  /** Never shown in our own pages' name: a file, in a box of its own. */
  send(reply: FastifyReply, document: OpenDocument): void {
    void reply
      .header('content-type', document.mediaType.startsWith('text/') ? `${document.mediaType}; charset=utf-8` : document.mediaType)
      .header('content-disposition', `attachment; filename="${asciiOf(document.name)}"; filename*=UTF-8''${encodeURIComponent(document.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`)
      .header('content-security-policy', `sandbox; default-src 'none'`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .send(document.bytes);
  }
}

const asciiOf = (name: string): string => name.replace(/[^\x20-\x7e]|["\\]/g, '_');
