import { Injectable } from '@nestjs/common';
import { overviewOf } from '../overview/overview-rules.js';
import type { Overview } from '../overview/overview.types.js';
import { compareCards, endOfDay, newestTelling } from './card-rules.js';
import { cardsInvalid, cardsNotFound } from './cards.errors.js';
import { CardsRepository, type RatingRow, type RoundRow, type Sight } from './cards.repository.js';
import type { AllCards, Audience, Card, CardComparison, CardEntry, CardLine, CardReply, CardRound, CardVersion, Framework, Page } from './cards.types.js';

/** Whose eyes, and as on which day (`YYYY-MM-DD`, UTC: what was public at its end); without: as it is now. */
export interface CardsView {
  readonly campaignId: number;
  readonly audience: Audience;
  readonly on?: string | null | undefined;
  /** Ids of publications that a personal link opens ahead of the public; they are looked at as if they were public now. */
  readonly ahead?: readonly string[] | undefined;
}

/** Everything that is read of rounds and cards. What is under embargo is, to the public, not there. */
@Injectable()
export class CardsReader {
  constructor(private readonly repository: CardsRepository) {}

  /** The newest period first; a round whose source gives none comes last. @throws DomainError `progress.invalid` for a day that is none */
  async rounds(view: CardsView): Promise<CardRound[]> {
    return (await this.repository.rounds(view.campaignId, sightOf(view))).map(plainRound);
  }

  /** @throws DomainError `progress.round_not_found` */
  async round(view: CardsView, key: string): Promise<CardRound> {
    return plainRound(await this.heldRound(view, key));
  }

  /** Ids of a round's publications that are still to come. */
  awaited(campaignId: number, round: string): Promise<string[]> {
    return this.repository.awaited(campaignId, round);
  }

  /**
   * One jurisdiction's card. Without a round: of the one that `newestTelling` chooses.
   * @throws DomainError `progress.card_not_found`, `progress.round_not_found`, `progress.invalid`
   */
  async card({ jurisdiction, round, ...view }: CardsView & { jurisdiction: string; round?: string | null | undefined }): Promise<Card> {
    const sight = sightOf(view);
    const rounds = round == null ? await this.repository.rounds(view.campaignId, sight) : [await this.heldRound(view, round)];
    const covering = rounds.filter((one) => one.jurisdictions.includes(jurisdiction));
    const ratings = await this.repository.ratings(view.campaignId, sight, covering.map((one) => one.id), jurisdiction);
    const chosen = newestTelling(covering.map((one) => ({ one, ...saidIn(one, ratings) })))?.one;
    const place = chosen && (await this.repository.jurisdictions(view.campaignId)).find((one) => one.id === jurisdiction);
    const framework = chosen && (await this.repository.frameworks([chosen.frameworkId])).get(chosen.frameworkId);
    if (!place || !framework) throw cardsNotFound('cardNotFound');
    const replies = await this.repository.replies(view.campaignId, sight, chosen.id, jurisdiction);
    const { id, name, names, kind } = place;
    return {
      jurisdiction: { id, name, names, kind }, round: plainRound(chosen), framework, on: view.on ?? null,
      entries: entriesOf(framework, ratings.filter((rating) => rating.round === chosen.id), replies),
      replies: replies.filter((reply) => reply.indicator === null), ...(await this.repository.cardNote(chosen.id, jurisdiction)),
    };
  }

  /** The rounds that cover a jurisdiction, the newest first: what its cards can be chosen from. */
  async roundsOf(view: CardsView, jurisdiction: string): Promise<CardRound[]> {
    return (await this.rounds(view)).filter((round) => round.jurisdictions.includes(jurisdiction));
  }

  /** Two rounds of one jurisdiction beside each other. @throws DomainError as `card` */
  async compare({ from, to, ...view }: CardsView & { jurisdiction: string; from: string; to: string }): Promise<CardComparison> {
    return compareCards(await this.card({ ...view, round: from }), await this.card({ ...view, round: to }));
  }

  /** Every version of one rating that was published, the newest first, at most 200. @throws DomainError as `card` */
  async versions({ jurisdiction, round, indicator, ...view }: CardsView & { jurisdiction: string; round: string; indicator: string }): Promise<CardVersion[]> {
    const { id, jurisdictions } = await this.heldRound(view, round);
    if (!jurisdictions.includes(jurisdiction)) throw cardsNotFound('cardNotFound');
    return this.repository.versions(view.campaignId, sightOf(view), id, jurisdiction, indicator);
  }

  /** The cards of a round in one line each, in the campaign's order. @throws DomainError `progress.round_not_found` */
  async cards({ round, page = 1, pageSize = 50, ...view }: CardsView & { round: string; page?: number; pageSize?: number }): Promise<Page<CardLine>> {
    const { id, jurisdictions } = await this.heldRound(view, round);
    const places = (await this.repository.jurisdictions(view.campaignId)).filter((one) => jurisdictions.includes(one.id));
    const ratings = await this.repository.ratings(view.campaignId, sightOf(view), [id]);
    const items = places.slice((page - 1) * pageSize, page * pageSize).map(({ id: place, name, names, kind }): CardLine =>
      ({ jurisdiction: { id: place, name, names, kind }, ...saidIn({ id }, ratings.filter((rating) => rating.jurisdiction === place)) }));
    return { items, total: places.length, page, pageSize };
  }

  /** The card that each place is shown by, in one line, in the campaign's order: of the round that `card` would choose. */
  async newest(view: CardsView): Promise<CardLine[]> {
    const sight = sightOf(view);
    const rounds = await this.repository.rounds(view.campaignId, sight);
    const ratings = await this.repository.ratings(view.campaignId, sight, rounds.map(({ id }) => id));
    return (await this.repository.jurisdictions(view.campaignId)).flatMap(({ id, name, names, kind }) => {
      const own = ratings.filter((rating) => rating.jurisdiction === id);
      const chosen = newestTelling(rounds.filter((one) => one.jurisdictions.includes(id)).map((one) => saidIn(one, own)));
      return chosen ? [{ jurisdiction: { id, name, names, kind }, ...chosen }] : [];
    });
  }

  /**
   * Shares of countries by rating, of all, each region and each group, and what changed since another round.
   * Without `against` nothing is compared. @throws DomainError `progress.round_not_found`, `progress.invalid`
   */
  async overview({ round, against, ...view }: CardsView & { round: string; against?: string | null | undefined }): Promise<Overview> {
    const now = await this.heldRound(view, round);
    const before = against == null ? null : await this.heldRound(view, against);
    const both = before ? [now, before] : [now];
    const [frameworks, ratings, jurisdictions, groups] = [
      await this.repository.frameworks(both.map((one) => one.frameworkId)), await this.repository.ratings(view.campaignId, sightOf(view), both.map((one) => one.id)),
      await this.repository.jurisdictions(view.campaignId), await this.repository.groups(view.campaignId),
    ];
    const framework = frameworks.get(now.frameworkId);
    if (!framework) throw cardsNotFound('roundNotFound');
    const cardsOf = (one: RoundRow) => ({ covered: one.jurisdictions, ratings: ratings.filter((rating) => rating.round === one.id), framework: frameworks.get(one.frameworkId) ?? framework });
    return {
      round: plainRound(now), against: before && plainRound(before), framework, on: view.on ?? null,
      places: overviewOf({ now: cardsOf(now), before: before && cardsOf(before), jurisdictions, groups }),
    };
  }

  /** Everything at once, each version of each rating too. @throws DomainError `progress.invalid` */
  async all(view: CardsView): Promise<AllCards> {
    const sight = sightOf(view);
    const rounds = await this.repository.rounds(view.campaignId, sight);
    const ids = rounds.map(({ id }) => id);
    const [frameworks, base, ratings, replies, jurisdictions, groups] = [
      await this.repository.frameworks(rounds.map(({ frameworkId }) => frameworkId)), await this.repository.base(ids), await this.repository.allVersions(view.campaignId, sight),
      await this.repository.allReplies(view.campaignId, sight, ids), await this.repository.jurisdictions(view.campaignId), await this.repository.groups(view.campaignId),
    ];
    return {
      rounds: rounds.map(plainRound), frameworks: [...frameworks.values()].sort((a, b) => a.version - b.version), base, ratings, replies,
      groups: groups.map((group) => ({ ...group, members: jurisdictions.filter((one) => one.groups.includes(group.id)).map(({ id }) => id) })),
    };
  }

  private async heldRound(view: CardsView, key: string): Promise<RoundRow> {
    const [found] = await this.repository.rounds(view.campaignId, sightOf(view), key);
    if (!found) throw cardsNotFound('roundNotFound');
    return found;
  }
}

function sightOf({ audience, on, ahead = [] }: CardsView): Sight {
  const at = on == null ? null : endOfDay(on);
  if (on != null && !at) throw cardsInvalid([{ field: 'on', code: 'date_unreadable' }]);
  return { audience, at, ahead };
}

function plainRound({ frameworkId: _, ...round }: RoundRow): CardRound {
  return round;
}

/** @param own ratings of one place */
function saidIn({ id }: Pick<RoundRow, 'id'>, own: readonly RatingRow[]): Pick<CardLine, 'ratings' | 'stars'> {
  const here = own.filter(({ round }) => round === id);
  return { ratings: Object.fromEntries(here.map(({ indicator, rating }) => [indicator, rating])), stars: here.filter(({ star }) => star).map(({ indicator }) => indicator) };
}

/** One entry for each indicator, whether anybody rated it or not. */
function entriesOf(framework: Framework, ratings: readonly RatingRow[], replies: readonly CardReply[]): CardEntry[] {
  const byIndicator = new Map(ratings.map((rating) => [rating.indicator, rating]));
  return framework.goals.flatMap((goal) => goal.indicators).map((indicator): CardEntry => {
    const found = byIndicator.get(indicator.key);
    return {
      indicator, rating: found?.rating ?? null, star: found?.star ?? false, reasons: found?.reasons ?? {}, sources: found?.sources ?? [], assessor: found?.assessor ?? null,
      reviewer: found?.reviewer ?? null, assessedOn: found?.assessedOn ?? null, version: found?.version ?? null, publicationId: found?.publicationId ?? null,
      publicAt: found?.publicAt ?? null, replies: replies.filter((reply) => reply.indicator === indicator.key),
    };
  });
}
