import { type Random } from '../../../apps/cli/src/people/random.js';
import { type Ledger } from '../ledger.js';
import { type Petition, type Scene } from '../stage/scene.js';
import { type Stage } from '../stage/stage.js';
import { confirmer, leaver } from './buttons.js';
import { Answers } from './http.js';
import { People } from './people.js';
import { type PostOffice } from './post-office.js';
import { signer } from './signers.js';
import { stranger } from './stranger.js';
import { pairTills, till, type Till } from './tablets.js';

/** What everybody in the crowd works with. */
export interface LoadParts {
  urls: readonly string[];
  petitions: readonly Petition[];
  people: People;
  ledger: Ledger;
  post: PostOffice;
  random: Random;
  answers: Answers;
  goesOn: () => boolean;
}

/** The crowd: signers, people with mails to answer, two tablets and a stranger, for as long as a round throws faults. */
export class Load {
  readonly answers = new Answers();
  private working: Promise<unknown> = Promise.resolve();
  private on = false;

  private constructor(private readonly parts: Omit<LoadParts, 'goesOn' | 'answers'>, private readonly signers: number, private readonly tills: readonly Till[]) {}

  static async gather(stage: Stage, scene: Scene, ledger: Ledger, post: PostOffice, random: Random, signers: number): Promise<Load> {
    const tills = await pairTills(scene, stage.urls);
    return new Load({ urls: stage.urls, petitions: scene.petitions, people: new People(ledger, random), ledger, post, random }, signers, tills);
  }

  begin(): void {
    this.on = true;
    const parts: LoadParts = { ...this.parts, answers: this.answers, goesOn: () => this.on };
    this.working = Promise.all([
      ...Array.from({ length: this.signers }, () => signer(parts)), confirmer(parts), confirmer(parts), leaver(parts), leaver(parts), stranger(parts), ...this.tills.map((each) => till(parts, each)),
    ]);
  }

  async end(): Promise<void> {
    this.on = false;
    await this.working;
  }
}
