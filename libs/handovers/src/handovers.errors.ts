import { DomainError, type FieldFault } from '#libs/config';

export { type FieldFault } from '#libs/config';

/** Stable codes of everything that can go wrong here. Retired codes stay listed; none is ever given a second meaning. */
export const HANDOVER_ERRORS = {
  notFound: 'handovers.not_found',
  commitmentNotFound: 'handovers.commitment_not_found',
  campaignNotFound: 'handovers.campaign_not_found',
  invalid: 'handovers.invalid',
  alreadyHeld: 'handovers.already_held',
  alreadyCancelled: 'handovers.already_cancelled',
  notHeldYet: 'handovers.not_held_yet',
  frozen: 'handovers.frozen',
  noDate: 'handovers.no_date',
  officeNotFound: 'handovers.office_not_found',
  blackoutNotFound: 'handovers.blackout_not_found',
  delegateNotFound: 'handovers.delegate_not_found',
  itemNotFound: 'handovers.item_not_found',
  invitationUnknown: 'handovers.invitation_unknown',
  invitationOutdated: 'handovers.invitation_outdated',
  linkUnknown: 'handovers.link_unknown',
  letterNotFound: 'handovers.letter_not_found',
  letterSent: 'handovers.letter_sent',
  alreadyTold: 'handovers.already_told',
  noReplyDue: 'handovers.no_reply_due',
  noReview: 'handovers.no_review',
  notABundle: 'handovers.not_a_bundle',
  sealTookPlace: 'seals.took_place',
  sealUnderWay: 'seals.under_way',
  sealNoPetition: 'seals.no_petition',
  sealNone: 'seals.none',
  sealLeafUnknown: 'seals.leaf_unknown',
  namesNotFound: 'names.not_found',
  namesUnderWay: 'names.under_way',
  namesSettled: 'names.settled',
  namesOwn: 'names.own',
  namesOver: 'names.over',
  namesSealReplaced: 'names.seal_replaced',
  namesNotThere: 'names.not_there',
  sampleNotFound: 'samples.not_found',
  sampleTooMany: 'samples.too_many',
  samplePublished: 'samples.published',
  sampleIncomplete: 'samples.incomplete',
  sampleTooFewToAsk: 'samples.too_few_to_ask',
  sampleLinkUnknown: 'samples.link_unknown',
  sampleAnswersOver: 'samples.answers_over',
} as const;

export type HandoverErrorCode = (typeof HANDOVER_ERRORS)[keyof typeof HANDOVER_ERRORS];

export class HandoverInvalidError extends DomainError {
  constructor(fields: readonly FieldFault[]) {
    super(HANDOVER_ERRORS.invalid, 'invalid', { fields });
    this.name = 'HandoverInvalidError';
  }
}

export class HandoverConflictError extends DomainError {
  constructor(code: HandoverErrorCode) {
    super(code, 'conflict');
    this.name = 'HandoverConflictError';
  }
}

export class HandoverGoneError extends DomainError {
  constructor(code: HandoverErrorCode) {
    super(code, 'gone');
    this.name = 'HandoverGoneError';
  }
}

export class HandoverNotFoundError extends DomainError {
  constructor(code: HandoverErrorCode = HANDOVER_ERRORS.notFound) {
    super(code, 'not-found');
    this.name = 'HandoverNotFoundError';
  }
}
