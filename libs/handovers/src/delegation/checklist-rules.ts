import { type HandoverLevel, type HandoverRecipientKind } from '../handovers.types.js';

export interface TemplateLine {
  /** Its sentence stands in the catalogues as `calendar.checklist.<key>`. */
  key: string;
  daysBefore: number;
}

const ALWAYS: readonly TemplateLine[] = [
  { key: 'request', daysBefore: 42 }, { key: 'confirmed', daysBefore: 21 }, { key: 'delegation', daysBefore: 14 }, { key: 'press', daysBefore: 7 },
  { key: 'briefing', daysBefore: 3 }, { key: 'seal', daysBefore: 1 }, { key: 'papers', daysBefore: 1 },
];
const OF_BUNDLES: readonly TemplateLine[] = [{ key: 'members', daysBefore: 28 }, { key: 'interpreters', daysBefore: 21 }];
const OF_KIND: Readonly<Record<HandoverRecipientKind, readonly TemplateLine[]>> = {
  executive: [{ key: 'protocol', daysBefore: 14 }],
  parliament: [{ key: 'house-rules', daysBefore: 28 }, { key: 'members-of-parliament', daysBefore: 10 }],
  'public-body': [],
  intergovernmental: [{ key: 'accreditation', daysBefore: 35 }],
  other: [],
};

/** The usual list for a handover of this level to recipients of these kinds; what is due first stands first. */
export function usualList(handover: { level: HandoverLevel; kinds: readonly HandoverRecipientKind[] }): TemplateLine[] {
  const lines = [...ALWAYS, ...(handover.level === 'national' ? [] : OF_BUNDLES), ...[...new Set(handover.kinds)].flatMap((kind) => OF_KIND[kind])];
  return lines.sort((a, b) => b.daysBefore - a.daysBefore);
}
