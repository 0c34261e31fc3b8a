import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows } from '#libs/database';
import { beginEdition, writeInstrument } from '#libs/petitions';
import { tidyWords } from '../cards/assessment-rules.js';
import { assertSound } from './facts.errors.js';
import { instrumentFaults } from './instrument-rules.js';
import { type FactsActor, type InstrumentInput } from './instrument.types.js';

interface KnownInstrument { language: string; there: boolean; place: boolean; elsewhere: boolean }

/** Which treaties, laws and plans a campaign speaks of, as organisers name them. None is taken away: promises and events rest on them. */
@Injectable()
export class NamedInstruments {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /**
   * Adds an instrument under this key, or gives the one that is there these names, kind, place and source. @param version the campaign's edition that was read before
   * @throws DomainError `facts.invalid`, `campaigns.unknown`, `petitions.frozen`, `petitions.changed_meanwhile`
   */
  async put(campaignId: number, key: string, input: InstrumentInput, version: number, actor: FactsActor): Promise<void> {
    const jurisdiction = input.jurisdiction ?? null;
    await this.db.transaction(async (tx) => {
      const slug = await beginEdition(tx, campaignId, version);
      const [known] = await txRows<KnownInstrument>(tx,
        `select c.default_language as language, exists (select 1 from instruments where campaign_id = c.id and key = $2) as there,
           $3::text is null or exists (select 1 from jurisdictions where campaign_id = c.id and id = $3) as place,
           $3::text is not null and exists (select 1 from instrument_events where campaign_id = c.id and instrument_key = $2 and jurisdiction_id <> $3) as elsewhere
         from campaigns c where c.id = $1`, [campaignId, key, jurisdiction]);
      assertSound([
        ...instrumentFaults(key, input), ...(known?.place ? [] : [{ field: 'jurisdiction', code: 'unknown' }]),
        // What was written down of other places would be of an instrument that they do not have.
        ...(known?.elsewhere ? [{ field: 'jurisdiction', code: 'not_of_this_place' }] : []),
      ]);
      const names = tidyWords(input.names);
      await writeInstrument(tx, campaignId, { key, name: names[known?.language ?? ''] ?? Object.values(names)[0] ?? key, names, type: input.type, jurisdiction, source: input.source?.trim() || null });
      await this.audit.append(tx, { actor: actor.id, action: known?.there ? 'instrument.change' : 'instrument.add', subject: `campaign:${slug}`, details: { instrument: key, kind: input.type, jurisdiction } });
    }, { actor: actor.id });
  }
}
