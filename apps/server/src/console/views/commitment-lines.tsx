import { type JSX } from 'preact';
import { type Commitment, type CommitmentStatus } from '#libs/handovers';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { Tag, usePage, type TagShape, type TagTone } from '../../ui/index.js';

const LOOK: Record<CommitmentStatus, [TagShape, TagTone]> = {
  promised: ['ring', 'pen'], 'in-progress': ['half', 'pen'], fulfilled: ['check', 'good'], broken: ['cross', 'bad'], superseded: ['dash', 'plain'], lapsed: ['dash', 'warn'],
};

export function CommitmentStatusTag({ status }: { status: CommitmentStatus }): JSX.Element {
  const [shape, tone] = LOOK[status];
  return <Tag shape={shape} tone={tone}>{usePage().t(`console.commitment.status.${status}`)}</Tag>;
}

/** The promise in the page's language if it was written in it too. */
export function promiseOf(t: Translator, { text, words }: Pick<Commitment, 'text' | 'words'>): string {
  return words['text']?.[t.locale] ?? text;
}

export function dueOf(t: Translator, { due, overdue }: Pick<Commitment, 'due' | 'overdue'>): string | null {
  if (!due) return null;
  return t(overdue ? 'console.commitment.was-due' : 'console.commitment.is-due', { date: formatEdtf(t.locale, due.edtf, 'phrase') });
}

/** Commitments one under the other: what was promised, by when, how it stands. */
export function CommitmentLines({ items, withPlace = true }: { items: readonly Commitment[]; withPlace?: boolean }): JSX.Element {
  const { t, link } = usePage();
  return (
    <ul class="lines across promises">
      {items.map((one) => (
        <li key={one.id} class={one.overdue ? 'pressing' : undefined}>
          <div>
            <a class="promise" href={link(`/console/commitments/${one.id}`)}><bdi>{promiseOf(t, one)}</bdi></a>
            <p class="soft small">{[withPlace ? t.place(one.jurisdiction.id, one.jurisdiction.name) : null, dueOf(t, one)].filter(Boolean).join(' · ')}</p>
          </div>
          <CommitmentStatusTag status={one.status} />
        </li>
      ))}
    </ul>
  );
}
