import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { CardsReader, FACTS_ERRORS, type RankedCard, type RankedRound } from '#libs/progress';

/** The cards of a round as a ranking reads them: every indicator of the framework, whether anybody rated it or not; nothing that was withdrawn. */
@Injectable()
export class RankedCards {
  constructor(private readonly cards: CardsReader) {}

  /** @throws DomainError `facts.invalid` for a round that is not there, or of which nothing was bound to a publication */
  async of(campaignId: number, round: string): Promise<RankedRound> {
    const restsOn = await this.cards.awaited(campaignId, round);
    const sight = { campaignId, audience: 'public' as const, ahead: restsOn };
    if (!(await this.cards.rounds(sight)).some(({ key }) => key === round)) throw new DomainError(FACTS_ERRORS.invalid, 'invalid', { fields: [{ field: 'round', code: 'unknown' }] });
    const { framework } = await this.cards.overview({ ...sight, round });
    const indicators = framework.goals.flatMap((goal) => goal.indicators.map(({ key }) => ({ indicator: key, goal: goal.key })));
    const cards: RankedCard[] = [];
    for (let page = 1; ; page++) {
      const { items, total } = await this.cards.cards({ ...sight, round, page, pageSize: 100 });
      cards.push(...items.map(({ jurisdiction, ratings }) => ({ jurisdiction: jurisdiction.id, ratings: indicators.map((one) => ({ ...one, rating: ratings[one.indicator] ?? null })) })));
      if (cards.length >= total || items.length === 0) return { cards, restsOn };
    }
  }
}
