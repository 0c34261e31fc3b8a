import { type JSX } from 'preact';
import { type Assessment, type AssessmentState } from '#libs/progress';
import { Tag, usePage, type TagShape, type TagTone } from '../../ui/index.js';

/** What a place of the matrix can be: a state, or nobody wrote there. */
export const CELL_STATES = ['none', 'draft', 'sent-back', 'submitted', 'approved', 'published'] as const;
export type CellState = (typeof CELL_STATES)[number];

const LOOKS: Record<CellState, [TagShape, TagTone]> = {
  none: ['dash', 'plain'], draft: ['ring', 'plain'], 'sent-back': ['cross', 'warn'], submitted: ['half', 'pen'], approved: ['check', 'good'], published: ['dot', 'pen'],
};

/** `replaced` is never what stands. */
export const cellState = (assessment: Assessment | undefined): CellState => (assessment === undefined || assessment.state === 'replaced' ? 'none' : assessment.state);

export function StateTag({ state }: { state: CellState | AssessmentState }): JSX.Element {
  const { t } = usePage();
  if (state === 'replaced') return <Tag shape="dash">{t('assess.state.replaced')}</Tag>;
  const [shape, tone] = LOOKS[state];
  return <Tag shape={shape} tone={tone}>{t(`assess.state.${state}`)}</Tag>;
}
