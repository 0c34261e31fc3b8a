import type { JurisdictionEntry, Qualifier } from './format.js';

export interface PrintedFigure {
  signatures: number;
  qualifier: Qualifier;
  /** The number is a lower bound: more were collected than it says. */
  isLowerBound: boolean;
  /** Id of the handover that carries the figure; `null` if it was only reported as collected. */
  handover: string | null;
}

/**
 * The one figure a country contributes to a sum: of its handover held, else listed, else what was reported collected;
 * `null` where none was published, which is not zero. Plans and regional handovers contribute nothing, and a figure that
 * stands twice in the file (Qatar's) is taken once.
 */
export function printedFigure(jurisdiction: Pick<JurisdictionEntry, 'kind' | 'handovers' | 'collected'>): PrintedFigure | null {
  if (jurisdiction.kind !== 'country') return null;
  for (const status of ['held', 'listed'] as const) {
    const handover = jurisdiction.handovers.find((one) => one.level === 'national' && one.status === status && one.signatures !== null);
    if (handover) return figure(handover.signatures, handover.signaturesQualifier, handover.id);
  }
  return figure(jurisdiction.collected?.signatures ?? null, jurisdiction.collected?.qualifier ?? null, null);
}

function figure(signatures: number | null, qualifier: Qualifier | null, handover: string | null): PrintedFigure | null {
  if (signatures === null || qualifier === null) return null;
  return { signatures, qualifier, isLowerBound: qualifier === 'more-than', handover };
}
