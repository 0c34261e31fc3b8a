import type { Translator } from './translator.js';

/** How a number was printed or claimed; `lower-bound` is ours: a sum with a "more than" in it. */
export type Qualifier = 'exact' | 'more-than' | 'nearly' | 'approximately' | 'lower-bound';

export interface StatedFigure {
  value: number | null;
  qualifier: Qualifier;
}

/** A figure in words of the language. Unknown is "no figure published", never 0. */
export function formatFigure(t: Translator, figure: StatedFigure | null): string {
  if (figure === null || figure.value === null) return t('ui.figure.none');
  return t(`ui.figure.${figure.qualifier}`, { n: figure.value });
}
