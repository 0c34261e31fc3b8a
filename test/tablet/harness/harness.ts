import { browserPlatform, openTablet, type Tablet } from '../../../apps/tablet/src/core/tablet.js';

/** The tablet's own core on a page without screens, for tests that need thousands of signatures: `window.harness`. */
export interface Harness {
  readonly tablet: Tablet;
  /**
   * Captures so many customers, one after the other, each durably on the disk before the next begins; their family names are `mark`
   * and a number from `first` on. Gives back how long each capture took, in milliseconds.
   */
  queue(mark: string, first: number, count: number): Promise<number[]>;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

const tablet = await openTablet(browserPlatform('0.0.0+harness'));

window.harness = {
  tablet,
  async queue(mark, first, count) {
    const petition = tablet.state.kit?.petitions[0];
    const text = petition?.texts[0];
    if (!petition || !text) throw new Error('nothing to sign: the tablet has no kit');
    const took: number[] = [];
    for (let n = first; n < first + count; n += 1) {
      const began = performance.now();
      await tablet.capture({
        petitionId: petition.id, textVersion: text.version, language: text.language, givenName: 'Queued', familyName: `${mark} ${n}`,
        email: null, postcode: 'LS1 4DY', town: null, country: 'GB',
      });
      took.push(performance.now() - began);
    }
    return took;
  },
};
