import { type JSX } from 'preact';
import { type DiffPiece, type KeptText, type TextField } from '#libs/petitions';
import { type Translator } from '../../i18n/index.js';
import { languageOf, usePage } from '../../ui/index.js';
import { useDesk } from '../views/frame.js';
import { dayOf } from '../words.js';

/** "Title", "Call 3": fields as people know them. */
export function fieldName(t: Translator, field: TextField, calls: readonly { key: string }[]): string {
  if (field === 'title' || field === 'demand' || field === 'notice') return t(`console.new.${field}`);
  return t('console.new.call', { number: calls.findIndex(({ key }) => `call:${key}` === field) + 1 });
}

/** Words that came and went, said aloud too and not by colour alone. */
export function Diff({ pieces, language }: { pieces: readonly DiffPiece[]; language: string }): JSX.Element {
  const { t } = usePage();
  const said = (kind: 'added' | 'removed'): JSX.Element => <span class="visually-hidden" lang={t.locale}> [{t(`workshop.diff.${kind}`)}] </span>;
  return (
    <p class="pre diff" {...languageOf(t, language)}>
      {pieces.map(({ kind, text }, n) => (kind === 'same' ? text : kind === 'added' ? <ins key={n}>{said('added')}{text}</ins> : <del key={n}>{said('removed')}{text}</del>))}
    </p>
  );
}

export function Written({ text }: { text: KeptText }): JSX.Element {
  const { t } = usePage();
  const { person } = useDesk();
  return <>{t('workshop.version.by', { date: dayOf(t, new Date(text.createdAt), person?.timeZone ?? 'UTC'), name: text.author ?? t('workshop.version.system') })}</>;
}

