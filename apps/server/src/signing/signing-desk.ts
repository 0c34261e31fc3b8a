import { Injectable } from '@nestjs/common';
import { DomainError, type FieldFault } from '#libs/config';
import { OWN_NEWS } from '#libs/notifications';
import { type CurrentText, type DoorPetition, type NamesDemand, PetitionDirectory, petitionUnknown, type Signable, signable } from '#libs/petitions';
import { nameFault, parseEmail, type Receipt, SignatureIntake } from '#libs/signatures';
import { type SignatureBody } from '../api/signatures/signature.dto.js';
import type { Traced } from '../edge/traces.js';
import { Screen } from '../screening/screen.js';
import { LinkCodes } from './link-codes.js';

export interface Signing {
  /** Slug. */
  petition: string;
  body: SignatureBody;
  idempotency?: { key: string; body: string } | undefined;
  synthetic?: boolean;
  /** Where it comes from; absent: of no matter. */
  address?: string;
  /** Is told the batch. */
  traced?: Traced | undefined;
}

/** Where the API and the citizens' page hand in a signature: one set of rules for both. */
@Injectable()
export class SigningDesk {
  constructor(private readonly petitions: PetitionDirectory, private readonly intake: SignatureIntake, private readonly links: LinkCodes, private readonly screen: Screen) {}

  /**
   * Accepts a signature whose form was checked already. The answer is the same for who signs anew and for who has signed.
   * @throws DomainError `petitions.unknown` (404), `petitions.not_open` (409), `signatures.invalid` (422, by field), `signatures.unavailable` (503)
   */
  async sign({ petition: slug, body, idempotency, synthetic, address, traced }: Signing): Promise<Receipt> {
    const known = this.petitions.atHand(slug);
    const petition = known === undefined ? await this.petitions.bySlug(slug) : known;
    if (!petition || petition.status === 'draft') throw petitionUnknown();
    refuseUnlessOpen(signable(petition, new Date()));
    const text = textRead(petition, body.locale ?? null);
    const email = parseEmail(body.email);
    const faults = faultsOf(petition, body, text);
    if (!email.ok) faults.push({ field: 'email', code: 'malformed' });
    if (faults.length > 0 || !email.ok || !text) throw new DomainError('signatures.invalid', 'invalid', { fields: faults });
    const looked = this.screen.look({ petitionId: petition.id, address: synthetic ? null : address ?? null, solution: body.challenge, who: email.email.address });
    const seen = looked instanceof Promise ? await looked : looked;
    const receipt = await this.intake.accept({
      petitionId: petition.id, campaign: petition.campaign.slug, textVersion: body.textVersion ?? text.version, language: text.language, channel: 'online',
      person: {
        givenName: body.givenName.trim(), familyName: trimmed(body.familyName), email: email.email.address,
        postcode: trimmed(body.postcode), town: trimmed(body.town), country: body.country, ...(petition.names ? { namesDemand: petition.names.sha256 } : {}),
      },
      via: body.via ? await this.links.known(petition.campaign.id, body.via) : null, updates: body.consent.updates?.length ? [...new Set(body.consent.updates)] : undefined, synthetic: synthetic ?? false, idempotency, held: seen.held, range: seen.range, trace: traced?.trace,
    });
    if (traced) traced.batch = receipt.batch;
    return receipt;
  }

  /** Always the same answer, whether or not that mailbox has signed. */
  async requestWithdrawal(slug: string, address: string): Promise<void> {
    const petition = await this.petitions.bySlug(slug);
    if (!petition || petition.status === 'draft') throw petitionUnknown();
    const email = parseEmail(address);
    if (!email.ok) throw new DomainError('signatures.invalid', 'invalid', { fields: [{ field: 'email', code: 'malformed' }] });
    // A record took no signatures here: there is nobody to write to, and it has no keys.
    if (petition.campaign.kind === 'live' && petition.takesSignatures) {
      await this.intake.requestWithdrawal({ petitionId: petition.id, campaign: petition.campaign.slug, email: email.email.address });
    }
  }
}

/** Whose news may be asked for. Where nobody presses a button, no address is known to be its owner's, and gets none (ADR 22). */
export const newsOffered = ({ confirmation, updatePartners }: DoorPetition): string[] => (confirmation === 'required' ? [OWN_NEWS, ...updatePartners] : []);

/** The text in the reader's language, else in the petition's own. */
export function textRead(petition: DoorPetition, locale: string | null): CurrentText | null {
  if (locale === null) return petition.texts[0] ?? null;
  const language = locale.toLowerCase().split('-')[0];
  return petition.texts.find((text) => text.language.toLowerCase() === locale.toLowerCase())
    ?? petition.texts.find((text) => text.language.toLowerCase().split('-')[0] === language) ?? petition.texts[0] ?? null;
}

/** The sentence in the catalogue says why, and since when as far as that is known. */
function refuseUnlessOpen(state: Signable): void {
  const refuse = (why: 'closed' | 'early' | 'regional', since: Date | null): never => {
    throw new DomainError('petitions.not_open', 'conflict', { facts: { why, since: since?.toISOString().slice(0, 10) ?? 'unknown' } });
  };
  switch (state.state) {
    case 'open': return;
    case 'closed': return refuse('closed', state.since);
    case 'not-yet': return refuse('early', state.opensAt);
    case 'takes-none': return refuse('regional', null);
  }
}

function faultsOf(petition: DoorPetition, body: SignatureBody, text: CurrentText | null): FieldFault[] {
  const faults: FieldFault[] = [];
  if (nameFault(body.givenName)) faults.push({ field: 'givenName', code: 'malformed' });
  if (trimmed(body.familyName) && nameFault(body.familyName ?? '')) faults.push({ field: 'familyName', code: 'malformed' });
  if (petition.eligibility === 'residents' && body.country !== petition.jurisdictionId) faults.push({ field: 'country', code: 'not_allowed' });
  if (!text || (body.textVersion ?? 1) > text.version) faults.push({ field: 'textVersion', code: 'unknown' });
  const offered = newsOffered(petition);
  if (body.consent.updates?.some((box) => !offered.includes(box))) faults.push({ field: 'consent.updates', code: 'unknown' });
  return petition.names ? [...faults, ...namesFaults(petition.names, body)] : faults;
}

/** Where a law demands names, nobody signs who was not shown who gets theirs, and all that it demands is given. */
function namesFaults({ sha256, fields }: NamesDemand, body: SignatureBody): FieldFault[] {
  return [
    ...(body.consent.names === sha256 ? [] : [{ field: 'consent.names', code: body.consent.names ? 'unknown' : 'required' }]),
    ...(['postcode', 'town'] as const).filter((field) => fields.includes(field) && !trimmed(body[field])).map((field) => ({ field, code: 'required' })),
  ];
}

const trimmed = (text: string | null | undefined): string | null => text?.trim() || null;
