import { type TimelineEventView } from './view-models.js';

export interface TimelineQuestion {
  kind: string | null;
  /** Id of a country or region. */
  place: string | null;
  page: number;
}

export const EVENTS_A_PAGE = 40;

export interface TimelinePage {
  /** By year, in the chosen order; `year` null: events without a date, last. */
  years: { year: string | null; events: TimelineEventView[] }[];
  page: number;
  pages: number;
  total: number;
  kinds: { key: string; n: number }[];
  places: { key: string; n: number }[];
}

/** What is asked for of a campaign's events. Each filter counts within the other's answer, so that no link leads to nothing. */
export function timelinePage(events: readonly TimelineEventView[], { kind, place, page }: TimelineQuestion): TimelinePage {
  const ofKind = (event: TimelineEventView): boolean => kind === null || event.kind === kind;
  const ofPlace = (event: TimelineEventView): boolean => place === null || event.places.some(({ id }) => id === place);
  const found = events.filter((event) => ofKind(event) && ofPlace(event)).sort(byDay);
  const pages = Math.max(1, Math.ceil(found.length / EVENTS_A_PAGE));
  const at = Math.min(Math.max(1, page), pages);
  const years = new Map<string | null, TimelineEventView[]>();
  for (const event of found.slice((at - 1) * EVENTS_A_PAGE, at * EVENTS_A_PAGE)) {
    const year = event.from?.slice(0, 4) ?? null;
    years.set(year, [...(years.get(year) ?? []), event]);
  }
  return {
    years: [...years].map(([year, of]) => ({ year, events: of })), page: at, pages, total: found.length,
    kinds: counted(events.filter(ofPlace).map((event) => event.kind)), places: counted(events.filter(ofKind).flatMap((event) => event.places.map(({ id }) => id))),
  };
}

/** Oldest first; of one day in the order in which they were told; without a date last. */
function byDay(a: TimelineEventView, b: TimelineEventView): number {
  if (a.from === b.from) return 0;
  if (a.from === null) return 1;
  if (b.from === null) return -1;
  return a.from < b.from ? -1 : 1;
}

function counted(keys: readonly string[]): { key: string; n: number }[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].map(([key, n]) => ({ key, n }));
}
