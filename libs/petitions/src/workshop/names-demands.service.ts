import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows, type Tx } from '#libs/database';
import { holdPetition, type HeldPetition } from '../held-petition.js';
import { type NamesClaims, namesDemandOf, namesFaults, NAMES_FIELDS } from '../names-rules.js';
import { PetitionDirectory } from '../petition-directory.js';
import { PETITION_ERRORS, petitionConflict, petitionInvalid } from '../petitions.errors.js';
import type { PetitionActor } from '../petitions.types.js';

export type NamesInput = NamesClaims;

/** Settles that a law demands names, while the petition is a draft; the database holds it from then on. Whether the actor may is asked by the caller. */
@Injectable()
export class NamesDemands {
  constructor(private readonly db: Database, private readonly audit: AuditLog, private readonly directory: PetitionDirectory) {}

  /**
   * What a second person approved before is void.
   * @throws DomainError `petitions.not_draft`, `petitions.takes_none`, `petitions.frozen`, `petitions.invalid` with every field at fault
   */
  async set(slug: string, input: NamesInput, actor: PetitionActor): Promise<void> {
    await this.change(slug, actor, async (tx, petition) => {
      const [{ takes = false, languages = [] } = {}] = await txRows<{ takes: boolean; languages: string[] }>(
        tx, `select takes_signatures as takes, array(select distinct language from petition_texts where petition_id = coalesce(p.shared_from, p.id)) as languages from petitions p where id = $1`, [petition.id]);
      if (!takes) throw petitionConflict(PETITION_ERRORS.takesNone);
      const faults = namesFaults(input, languages);
      if (faults.length > 0) throw petitionInvalid(faults);
      const fields = NAMES_FIELDS.filter((field) => input.fields.includes(field));
      await tx.query(
        `insert into petition_names (petition_id, law, office, fields, public_key, set_by) values ($1, $2, $3, $4, $5, $6)
         on conflict (petition_id) do update set law = excluded.law, office = excluded.office, fields = excluded.fields, public_key = excluded.public_key, set_by = excluded.set_by, set_at = clock_timestamp()`,
        [petition.id, JSON.stringify(input.law), JSON.stringify(input.office), fields, Buffer.from(input.publicKey, 'base64url'), actor.id]);
      const { sha256, fingerprint } = namesDemandOf(slug, input);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.names', subject: `petition:${slug}`, details: { fields, fingerprint, demand: sha256 } });
    });
  }

  /** Nobody's name leaves after all. @throws DomainError `petitions.not_draft`, `petitions.frozen` */
  async clear(slug: string, actor: PetitionActor): Promise<void> {
    await this.change(slug, actor, async (tx, petition) => {
      const gone = await txRows(tx, `delete from petition_names where petition_id = $1 returning 1`, [petition.id]);
      if (gone.length > 0) await this.audit.append(tx, { actor: actor.id, action: 'petition.names-none', subject: `petition:${slug}`, details: {} });
    });
  }

  private async change(slug: string, actor: PetitionActor, work: (tx: Tx, petition: HeldPetition) => Promise<void>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const petition = await holdPetition(tx, slug);
      if (petition.kind === 'record') throw petitionConflict(PETITION_ERRORS.frozen);
      if (petition.status !== 'draft') throw petitionConflict(PETITION_ERRORS.notDraft);
      await work(tx, petition);
    }, { actor: actor.id });
    this.directory.forget();
  }
}
