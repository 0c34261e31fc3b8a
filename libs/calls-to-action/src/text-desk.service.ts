import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { Database, txRows, type Tx } from '#libs/database';
import {
  addTextVersion, editionAfter, holdPetition, newestTexts, PETITION_ERRORS, petitionConflict, PetitionDirectory, petitionInvalid, Reviews, sourcesAfter, textVersionsIn, translationState, waitsForSecondPerson,
  type HeldPetition, type KeptText, type PetitionActor, type Proposal, type TextChange, type TextField, type TextParts,
} from '#libs/petitions';
import { writeCallTexts } from './calls.import.js';

export interface TextEdit {
  language: string;
  title: string;
  demand: string;
  notice?: string | null;
  /** By key of the call; those left out stay as they are. An empty text takes a translation away from nobody: it is left out too. */
  calls?: Readonly<Record<string, string>>;
  /** A draft's changes are all one; once people sign it has to be said. Left out: of meaning. */
  change?: TextChange;
  /** Fields of a translation that say what the source says now, although their words stayed. */
  confirmed?: readonly TextField[];
  /** The version the editor had before them; left out: whichever stands. */
  base?: number | null;
}

/** `proposed`: kept until a second person approves it. */
export type SavedText = { state: 'published'; language: string; version: number } | { state: 'proposed'; language: string; version: number | null; review: string };

/** Writes what is said in one language: title, demand, notice and the words of the calls, together as one version. */
@Injectable()
export class TextDesk {
  constructor(private readonly db: Database, private readonly reviews: Reviews, private readonly directory: PetitionDirectory, private readonly audit: AuditLog) {}

  /**
   * @param mayOrganise false: a translator, who writes words of other languages and publishes nothing alone once people sign
   * @throws DomainError `petitions.unknown`, `petitions.invalid`, `petitions.frozen`, `petitions.changed_meanwhile`
   */
  async save(slug: string, edit: TextEdit, actor: PetitionActor, { mayOrganise = true } = {}): Promise<SavedText> {
    return this.write(actor, async (tx) => {
      const petition = await holdPetition(tx, slug);
      if (petition.kind === 'record') throw petitionConflict(PETITION_ERRORS.frozen);
      const texts = await newestTexts(tx, petition.id);
      const own = texts.find(({ language }) => language === edit.language) ?? null;
      if (edit.base != null && edit.base !== (own?.version ?? 0)) throw petitionConflict(PETITION_ERRORS.changedMeanwhile);
      const faults = faultsOf(petition, edit, await callKeys(tx, petition), mayOrganise);
      if (faults.length > 0) throw petitionInvalid(faults);
      const change = edit.change ?? 'meaning';
      const proposal: Proposal = { ...partsAfter(edit, own), confirmed: [...(edit.confirmed ?? [])], change };
      if (waitsForSecondPerson({ status: petition.wordsStatus, reviewRequired: petition.reviewRequired, change, mayOrganise })) {
        const review = await this.reviews.propose(tx, petition, edit.language, own?.version ?? 0, proposal, actor);
        await this.audit.append(tx, { actor: actor.id, action: 'petition.text-proposed', subject: `petition:${slug}`, details: { language: edit.language, review } });
        return { state: 'proposed', language: edit.language, version: own?.version ?? null, review };
      }
      const version = await this.publish(tx, petition, edit.language, proposal, texts, actor.id);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.text', subject: `petition:${slug}`, details: { language: edit.language, version, change } });
      return { state: 'published', language: edit.language, version };
    });
  }

  /**
   * Publishes a change that waited. Its author stays who wrote it; who approved it stands in the review.
   * @throws DomainError `petitions.review_own`, `petitions.review_settled`, `petitions.review_unknown`, `petitions.changed_meanwhile` if another version came first
   */
  async approve(slug: string, reviewId: string, actor: PetitionActor): Promise<SavedText> {
    return this.write(actor, async (tx) => {
      const petition = await holdPetition(tx, slug);
      const review = await this.reviews.takeChange(tx, petition, reviewId, actor);
      const { proposal, language } = review;
      if (!proposal || !language) throw new Error('a change without its words');
      const texts = await newestTexts(tx, petition.id);
      if ((texts.find((one) => one.language === language)?.version ?? 0) !== review.baseVersion) throw petitionConflict(PETITION_ERRORS.changedMeanwhile);
      const version = await this.publish(tx, petition, language, proposal, texts, review.askedBy);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.text', subject: `petition:${slug}`, details: { language, version, change: proposal.change, review: reviewId } });
      return { state: 'published', language, version };
    });
  }

  private async publish(tx: Tx, petition: HeldPetition, language: string, parts: Proposal, texts: readonly KeptText[], author: string): Promise<number> {
    const own = texts.find((one) => one.language === language) ?? null;
    const source = language === petition.defaultLanguage ? null : (texts.find((one) => one.language === petition.defaultLanguage) ?? null);
    const sources = source ? sourcesAfter(parts, own, parts.confirmed, source.version) : {};
    const follows = source !== null && (await followsSource(tx, petition, source, parts, sources));
    await writeCallTexts(tx, petition.campaignId, parts.calls.filter(({ text }) => text !== '').map(({ key, text }) => ({ key, language, text })), author);
    return addTextVersion(tx, petition.id, {
      language, title: parts.title, demand: parts.demand, notice: parts.notice, change: own ? parts.change : 'meaning', sourceLanguage: source?.language ?? null, sources,
      edition: editionAfter({ status: petition.wordsStatus, change: parts.change, own: own?.edition ?? null, source: follows ? source.edition : null }),
    }, author);
  }

  private async write<Result>(actor: PetitionActor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const done = await this.db.transaction(work, { actor: actor.id });
    this.directory.forget();
    return done;
  }
}

/** Whether all of a translation says what its source says now. */
async function followsSource(tx: Tx, petition: HeldPetition, source: KeptText, parts: TextParts, sources: Record<string, number>): Promise<boolean> {
  const versions = await textVersionsIn(tx, petition.id, source.language);
  return translationState(source, versions, { ...parts, sources }).every(({ state }) => state === 'current');
}

function partsAfter(edit: TextEdit, own: KeptText | null): TextParts {
  const before = new Map(own?.calls.map(({ key, text }) => [key, text]));
  const given = Object.entries(edit.calls ?? {}).map(([key, text]): [string, string] => [key, text.trim()]).filter(([, text]) => text !== '');
  const calls = new Map([...before, ...given]);
  return { title: edit.title.trim(), demand: edit.demand.trim(), notice: edit.notice?.trim() || null, calls: [...calls].map(([key, text]) => ({ key, text })) };
}

async function callKeys(tx: Tx, petition: HeldPetition): Promise<string[]> {
  const rows = await txRows<{ key: string }>(tx, `select key from calls_to_action where campaign_id = $1 and jurisdiction_id = $2`, [petition.campaignId, petition.jurisdictionId]);
  return rows.map(({ key }) => key);
}

function faultsOf(petition: HeldPetition, edit: TextEdit, keys: readonly string[], mayOrganise: boolean): FieldFault[] {
  const own = edit.language === petition.defaultLanguage;
  return [
    ...(petition.sharedFrom === null ? [] : [{ field: 'language', code: 'not_allowed' }]),
    // Whoever translates writes what others have said; what is said is settled in the petition's own language.
    ...(own && !mayOrganise ? [{ field: 'language', code: 'not_allowed' }] : []),
    ...(edit.title.trim() ? [] : [{ field: 'title', code: 'required' }]), ...(edit.demand.trim() ? [] : [{ field: 'demand', code: 'required' }]),
    // Nobody may be asked to sign without being told what becomes of the data.
    ...(petition.wordsStatus !== 'draft' && !edit.notice?.trim() ? [{ field: 'notice', code: 'required' }] : []),
    ...Object.entries(edit.calls ?? {}).flatMap(([key, text]) =>
      !keys.includes(key) ? [{ field: `calls.${key}`, code: 'unknown' }] : own && text.trim() === '' ? [{ field: `calls.${key}`, code: 'required' }] : []),
  ];
}
