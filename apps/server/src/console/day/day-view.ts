import { Injectable } from '@nestjs/common';
import { Delegations, type Handover, HandoverFiles, HandoversReader, Preparations, type RunItem, SealReader } from '#libs/handovers';
import { PetitionDirectory, petitionSlug } from '#libs/petitions';
import { TallyFigures } from '#libs/tallies';

export interface DayView {
  handover: Handover;
  /** As sealed, else as of now. */
  counted: number;
  sealedAt: Date | null;
  residents: number | null;
  /** Vouched for, beside the counted; never added. */
  attested: number;
  run: RunItem[];
  delegates: string[];
  /** What they have with them. */
  takeAlong: string[];
}

/** What the delegation needs on the spot: figures, people, the run of the day. */
@Injectable()
export class DayReader {
  constructor(
    private readonly reader: HandoversReader, private readonly seals: SealReader, private readonly delegations: Delegations, private readonly preparations: Preparations, private readonly files: HandoverFiles,
    private readonly directory: PetitionDirectory, private readonly figures: TallyFigures,
  ) {}

  async of(handoverId: string): Promise<DayView> {
    const handover = await this.reader.get(handoverId, 'organiser');
    const petition = await this.directory.bySlug(petitionSlug(handover.campaign, handover.jurisdiction.id));
    const totals = petition ? (await this.figures.totals([petition.id])).get(petition.id) : undefined;
    const seal = await this.seals.standing(handoverId, 'organiser');
    return {
      handover, counted: seal?.statement?.counted ?? handover.bundle?.verified ?? totals?.counted ?? 0, sealedAt: seal?.sealedAt ?? null,
      residents: handover.verified?.residents ?? null, attested: totals?.attested?.count ?? 0,
      run: await this.preparations.run(handoverId), delegates: (await this.delegations.of(handoverId)).map(({ name }) => name),
      takeAlong: (await this.files.of(handoverId)).filter(({ takeAlong }) => takeAlong).map(({ label }) => label),
    };
  }
}
