import { type ShareData } from '#libs/publications';
import { type Translator } from '../i18n/index.js';
import { type LocalText } from '../ui/index.js';

/** A figure that stays true for a while: a picture is kept by others for days. */
export interface RoundedCount { n: number; more: boolean }

/** Two figures at most, rounded down and saying "more than"; under a hundred, and where nothing is lost, as it is. */
export function roundedDown(count: number): RoundedCount {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  const n = Math.floor(count / step) * step;
  return { n, more: n < count };
}

/** Fewer than this say nothing that would move anybody, and change by the minute. */
const FEWEST_TOLD = 10;

/** What the picture of a petition says. `total`: as published; null: no figure was, and none is told. */
export function shareWords(t: Translator, petition: { place: string; title: LocalText; total: { value: number; lowerBound: boolean } | null; closed: boolean; demonstration: boolean }): ShareData {
  const own = (text: string): LocalText => ({ text, lang: t.locale });
  const { total } = petition;
  const shown = total && total.value >= FEWEST_TOLD ? roundedDown(total.value) : null;
  const note = [petition.demonstration ? t('ui.demo.banner') : null, petition.closed ? t('ui.status.closed') : null].filter((part) => part !== null);
  return {
    language: t.locale, place: own(petition.place), title: petition.title,
    count: shown && own(t(shown.more || total?.lowerBound ? 'embed.share.more' : 'embed.share.count', { n: shown.n })),
    note: note.length > 0 ? own(note.join(' · ')) : null,
  };
}
