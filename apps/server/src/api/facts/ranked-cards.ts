import { Injectable } from '@nestjs/common';
import { CardsReader, type RankedCard } from '#libs/progress';

/** The cards of a round as a ranking reads them: every indicator of the framework, whether anybody rated it or not. */
@Injectable()
export class RankedCards {
  constructor(private readonly cards: CardsReader) {}

  /** @throws DomainError `progress.round_not_found` */
  async of(campaignId: number, round: string): Promise<RankedCard[]> {
    const { framework } = await this.cards.overview({ campaignId, audience: 'organisers', round });
    const indicators = framework.goals.flatMap((goal) => goal.indicators.map(({ key }) => ({ indicator: key, goal: goal.key })));
    const cards: RankedCard[] = [];
    for (let page = 1; ; page++) {
      const { items, total } = await this.cards.cards({ campaignId, audience: 'organisers', round, page, pageSize: 100 });
      cards.push(...items.map(({ jurisdiction, ratings }) => ({ jurisdiction: jurisdiction.id, ratings: indicators.map((one) => ({ ...one, rating: ratings[one.indicator] ?? null })) })));
      if (cards.length >= total || items.length === 0) return cards;
    }
  }
}
