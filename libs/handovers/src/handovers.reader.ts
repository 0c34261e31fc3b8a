import { Injectable } from '@nestjs/common';
import { BundleQueries } from './bundles.queries.js';
import { CommitmentQueries, type CommitmentFilter } from './commitments.queries.js';
import { monthBounds } from './date-rules.js';
import { isEmbargoed } from './day/day-rules.js';
import { HandoverInvalidError, HandoverNotFoundError } from './handovers.errors.js';
import { HandoverQueries, type HandoverFilter, type ReadableScope } from './handovers.queries.js';
import { HandoversRepository } from './handovers.repository.js';
import { type BundleFigures } from './bundles/bundle.types.js';
import { type Audience, type Commitment, type Handover, type HandoverListItem, type Page } from './handovers.types.js';

/** Days of a month view: who hands over on the day, and who may (approximate dates that touch the month). */
export interface MonthView {
  month: string;
  days: { day: string; handovers: HandoverListItem[] }[];
  /** Approximate dates that touch the month, soonest first. */
  sometime: HandoverListItem[];
}

/** Everything that is read of handovers and commitments. Writes nothing. */
@Injectable()
export class HandoversReader {
  constructor(
    private readonly handovers: HandoverQueries,
    private readonly commitmentQueries: CommitmentQueries,
    private readonly bundles: BundleQueries,
    private readonly repository: HandoversRepository,
  ) {}

  list(filter: HandoverFilter): Promise<Page<HandoverListItem>> {
    return this.handovers.list(filter);
  }

  commitments(filter: CommitmentFilter, now: Date = new Date()): Promise<Page<Commitment>> {
    return this.commitmentQueries.list(filter, now);
  }

  /** @throws HandoverNotFoundError `handovers.commitment_not_found` */
  async commitment(id: string, audience: Audience, now: Date = new Date()): Promise<Commitment> {
    await this.repository.handoverOf(id);
    const { items: [found] } = await this.commitmentQueries.list({ audience, ids: [id] }, now);
    if (!found) throw new HandoverNotFoundError('handovers.commitment_not_found');
    return found;
  }

  /**
   * One handover, whole: responses, commitments with their history, earlier dates, and for a bundle its three kinds of
   * figure. In public without the names of those who wrote it down.
   *
   * @throws HandoverNotFoundError also for what this audience may not know
   */
  async get(id: string, audience: Audience, options: { within?: ReadableScope[]; now?: Date } = {}): Promise<Handover> {
    const entity = await this.repository.entity(id);
    const { items: [item] } = await this.handovers.list({ audience, within: options.within, ids: [id] });
    if (!item) throw new HandoverNotFoundError();
    const inPublic = audience === 'public';
    const hidden = inPublic && isEmbargoed(entity.embargoUntil, options.now ?? new Date());
    const [presenters, covered, responses, changes, commitments, verified] = [
      await this.repository.presenters(id), await this.repository.covered(id), await this.repository.responses(id), await this.repository.changes(entity),
      await this.commitmentQueries.list({ audience, handoverId: id, pageSize: 200 }, options.now), await this.bundles.residents(id, audience),
    ];
    const [overlap, standing] = item.level === 'national' ? [null, null] : [await this.bundles.overlap(id), await this.bundles.standing(id)];
    const bundle = item.level === 'national' ? null : ((await this.bundles.figures([item], audience)).get(id) ?? null);
    return {
      ...item,
      campaignId: entity.campaignId,
      presenters: presenters.map(({ name, affiliation, details }) => ({ name, affiliation, details })),
      covers: entity.coversAll ? 'all' : covered,
      residents: hidden ? null : entity.residents,
      otherFigures: hidden ? [] : entity.otherFigures,
      outcome: hidden ? null : entity.outcome,
      claims: hidden ? [] : entity.claims,
      notes: hidden ? [] : entity.notes,
      heldAt: hidden ? null : entity.heldAt,
      changeReason: hidden ? (entity.toldBefore?.change_reason ?? null) : entity.changeReason,
      source: entity.source,
      responses: hidden ? [] : responses.map((response) => (inPublic ? { ...response, recordedBy: null } : response)),
      commitments: commitments.items,
      day: hidden ? null : await this.repository.day(id, inPublic),
      embargo: !inPublic && entity.embargoUntil ? { until: entity.embargoUntil, timeZone: entity.embargoZone ?? entity.timeZone } : null,
      // What became of the day would show in its own history.
      changes: (hidden ? changes.filter(({ after }) => after === 'planned' || after === 'listed') : changes).map(({ after: _after, ...change }) => change).map((change) => (inPublic ? { ...change, actor: null } : change)),
      bundle,
      overlap: inPublic && !overlap?.asOf ? null : overlap,
      supersedes: standing?.supersedes ?? null,
      supersededBy: standing?.supersededBy ?? null,
      verified,
      createdAt: entity.createdAt,
    };
  }

  /** Figures of several bundles at once, for lists. */
  figures(items: readonly Pick<HandoverListItem, 'id' | 'stated'>[], audience: Audience): Promise<Map<string, BundleFigures>> {
    return this.bundles.figures(items, audience);
  }

  /** A month as a calendar shows it. @throws HandoverInvalidError `date_unreadable` for what is no month `YYYY-MM` */
  async month(month: string, filter: Omit<HandoverFilter, 'from' | 'to' | 'page' | 'pageSize' | 'order'>): Promise<MonthView> {
    const bounds = monthBounds(month);
    if (!bounds) throw new HandoverInvalidError([{ field: 'month', code: 'date_unreadable' }]);
    const items = await this.all({ ...filter, from: bounds.from, to: bounds.to, order: 'soonest' });
    const days = new Map<string, HandoverListItem[]>();
    for (const item of items) {
      if (item.date.from !== null && item.date.from === item.date.to) days.set(item.date.from, [...(days.get(item.date.from) ?? []), item]);
    }
    return {
      month,
      days: [...days].map(([day, handovers]) => ({ day, handovers: handovers.sort((a, b) => (a.date.startTime ?? '').localeCompare(b.date.startTime ?? '')) })),
      sometime: items.filter((item) => item.date.from !== item.date.to),
    };
  }

  private async all(filter: HandoverFilter): Promise<HandoverListItem[]> {
    const items: HandoverListItem[] = [];
    for (let page = 1; ; page++) {
      const found = await this.handovers.list({ ...filter, page, pageSize: 200 });
      items.push(...found.items);
      if (items.length >= found.total || found.items.length === 0) return items;
    }
  }
}
