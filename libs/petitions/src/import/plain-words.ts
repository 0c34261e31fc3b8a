import type { PetitionStatusInFile, Words } from './format.js';

/** The words in the campaign's own language, else the first there are. */
export function plainWords(words: Words | null | undefined, language: string): string | null {
  return words?.[language] ?? Object.values(words ?? {})[0] ?? null;
}

export function petitionState(status: PetitionStatusInFile): 'petition' | 'research-only' | 'none' {
  switch (status) {
    case 'research-only': return 'research-only';
    case 'no-petition': return 'none';
    case 'collected': case 'draft': case 'open': case 'closed': return 'petition';
  }
}
