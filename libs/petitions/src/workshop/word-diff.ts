import { diffWordsWithSpace } from 'diff';

export interface DiffPiece { kind: 'same' | 'added' | 'removed'; text: string }

/** What became of a text, word by word. Words are found as the language has them: Thai and Chinese write none apart. */
export function wordDiff(before: string, after: string, language: string): DiffPiece[] {
  return diffWordsWithSpace(before, after, { intlSegmenter: segmenter(language) })
    .map(({ value, added, removed }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }));
}

function segmenter(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'word' });
  } catch {
    return new Intl.Segmenter('en', { granularity: 'word' });
  }
}
