import { Injectable } from '@nestjs/common';
import { PetitionReader, type Page, type PetitionFilter, type PetitionListItem } from '#libs/petitions';
import { TallyFigures } from '#libs/tallies';

/** A petition in a list, with its count as anybody may see it. */
export interface ListedPetition extends Omit<PetitionListItem, 'id' | 'campaignId'> {
  counted: number;
  /** Null: no figure published. */
  attested: { count: number; lowerBound: boolean } | null;
  total: number;
}

/** Petitions with their public counts: of high privacy, what was published last. */
@Injectable()
export class PetitionLists {
  constructor(private readonly petitions: PetitionReader, private readonly figures: TallyFigures) {}

  async page(filter: PetitionFilter): Promise<Page<ListedPetition>> {
    const page = await this.petitions.list(filter);
    const totals = await this.figures.totals(page.items.map((item) => item.id));
    const items = await Promise.all(page.items.map(async ({ id, campaignId: _, ...item }): Promise<ListedPetition> => {
      const figures = totals.get(id);
      const counted = item.privacy === 'high' ? ((await this.figures.lastPublished(id))?.counted ?? 0) : (figures?.counted ?? 0);
      const attested = figures?.attested ?? null;
      return { ...item, counted, attested, total: counted + (attested?.count ?? 0) };
    }));
    return { ...page, items };
  }
}
