import { type JSX } from 'preact';
import { Tag, type TagShape, type TagTone } from './signs.js';
import { usePage } from './page.js';

export type PetitionState = 'draft' | 'scheduled' | 'open' | 'closed' | 'research-only';
export type HandoverState = 'planned' | 'held' | 'listed' | 'refused' | 'absent';
export type CommitmentState = 'promised' | 'in-progress' | 'fulfilled' | 'broken' | 'withdrawn';

const PETITION: Record<PetitionState, [TagShape, TagTone]> = {
  open: ['dot', 'pen'], draft: ['triangle', 'plain'], scheduled: ['ring', 'plain'], closed: ['square', 'plain'], 'research-only': ['dash', 'plain'],
};
const HANDOVER: Record<HandoverState, [TagShape, TagTone]> = {
  held: ['diamond', 'good'], planned: ['ring', 'pen'], listed: ['dash', 'plain'], refused: ['cross', 'bad'], absent: ['cross', 'warn'],
};
const COMMITMENT: Record<CommitmentState, [TagShape, TagTone]> = {
  promised: ['ring', 'pen'], 'in-progress': ['half', 'pen'], fulfilled: ['check', 'good'], broken: ['cross', 'bad'], withdrawn: ['dash', 'warn'],
};

export function PetitionTag({ state }: { state: PetitionState }): JSX.Element {
  const [shape, tone] = PETITION[state];
  return <Tag shape={shape} tone={tone}>{usePage().t(`ui.status.${state}`)}</Tag>;
}

export function HandoverTag({ state }: { state: HandoverState }): JSX.Element {
  const [shape, tone] = HANDOVER[state];
  return <Tag shape={shape} tone={tone}>{usePage().t(`ui.handover.${state}`)}</Tag>;
}

export function CommitmentTag({ state }: { state: CommitmentState }): JSX.Element {
  const [shape, tone] = COMMITMENT[state];
  return <Tag shape={shape} tone={tone}>{usePage().t(`ui.commitment.${state}`)}</Tag>;
}
