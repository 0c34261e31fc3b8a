import { type JSX } from 'preact';
import { type MapClass } from './map-rules.js';
import { type MapCountryView } from './view-models.js';

/** A country with how it looks and is called here, in the order of the language. */
export interface Told {
  country: MapCountryView;
  name: string;
  look: MapClass;
}

export const lookOf = ({ rank }: MapClass): string => (rank < 0 ? 'look-land' : `look-${rank}`);
export const fillOf = (name: string, { rank }: MapClass): string | undefined => (rank >= 1 && rank <= 3 ? `url(#${name}-${rank})` : undefined);

/** The denser, the more: dots, lines, crossed lines; the densest class is solid and the empty one an outline. */
export function Patterns({ name, size }: { name: string; size: number }): JSX.Element {
  const pattern = (rank: number, inside: JSX.Element): JSX.Element => (
    <pattern id={`${name}-${rank}`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform={`scale(${Math.round((size / 8) * 1000) / 1000})`}>
      <rect class={`ground-${rank}`} width="8" height="8" />
      {inside}
    </pattern>
  );
  return (
    <>
      {pattern(1, <circle class="grain" cx="4" cy="4" r="1.300" />)}
      {pattern(2, <path class="thread" d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6" stroke-width="1.500" />)}
      {pattern(3, <path class="thread" d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6M-2 -2 10 10M6 -2 10 2M-2 6 2 10" stroke-width="1.900" />)}
    </>
  );
}

/** A sample of a class as it is drawn on the map; the word stands beside it. */
export function Swatch({ look }: { look: MapClass }): JSX.Element {
  return <svg class={`swatch ${lookOf(look)}`} width="28" height="18" viewBox="0 0 28 18" aria-hidden="true" focusable="false"><rect x=".75" y=".75" width="26.500" height="16.500" fill={fillOf('key', look)} /></svg>;
}
