import { Injectable } from '@nestjs/common';
import { type MilestoneForecast, type SignerForMail, type SignerMailSource as Source } from '#libs/notifications';
import { SignerMailSource } from '#libs/signatures';
import { milestonesOf, nextMilestone, PublishedTallies, TallyFigures } from '#libs/tallies';

/** What mails to signers are made of, from the one who may open records. */
@Injectable()
export class OpenedSigners implements Source {
  constructor(private readonly records: SignerMailSource) {}

  async forMail(petitionId: number, recordId: string): Promise<SignerForMail | null> {
    const facts = await this.records.forMail(petitionId, recordId);
    if (!facts) return null;
    const stands = facts.status === 'counted' || facts.status === 'duplicate' || facts.status === 'pending' || facts.status === 'expired';
    return {
      email: facts.email, emailKey: facts.emailKey, language: facts.language, petition: facts.petition,
      consents: ['petition', 'age', ...facts.updates.map((partner) => `updates:${partner}`)],
      status: facts.status, confirmedByMail: facts.confirmedByMail,
      confirmToken: facts.confirmedAt === null ? facts.confirmToken : null, withdrawToken: stands ? facts.withdrawToken : null, proofCode: facts.proofCode,
    };
  }

  sampleToken(campaign: string, petitionId: number, recordId: string, attempt: number): string {
    return this.records.sampleToken(campaign, petitionId, recordId, attempt);
  }
}

@Injectable()
export class TallyForecast implements MilestoneForecast {
  constructor(private readonly figures: TallyFigures, private readonly published: PublishedTallies) {}

  async ofNext(petitionId: number, now: Date): Promise<{ threshold: number; from: Date; to: Date | null } | null> {
    const view = await this.figures.view(petitionId);
    const next = view && nextMilestone(view.total, milestonesOf(view));
    const range = view && next ? await this.published.forecast(view, next.threshold, now.getTime()) : null;
    return next && range ? { threshold: next.threshold, from: new Date(range.from), to: range.to === null ? null : new Date(range.to) } : null;
  }
}
