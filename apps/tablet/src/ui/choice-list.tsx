import { type ComponentChildren, type JSX } from 'preact';
import { type Direction } from '../i18n.js';

export interface Choice {
  value: string;
  label: ComponentChildren;
  /** A second, smaller line. */
  note?: ComponentChildren;
  /** Of the label, if it is not the screen's language. */
  lang?: string;
  dir?: Direction;
  /** Marked as what is chosen now. */
  current?: boolean;
}

interface ChoiceListProps {
  choices: readonly Choice[];
  onChoose: (value: string) => void;
  /** Read out before the choices, if no heading does. */
  label?: string;
  /** `grid`: large, side by side where there is room. `list`: one under another, for many. */
  look?: 'grid' | 'list';
}

/** One press chooses and goes on; nothing is chosen beforehand. */
export function ChoiceList({ choices, onChoose, label, look = 'grid' }: ChoiceListProps): JSX.Element {
  return (
    <ul class={`choices ${look}`} aria-label={label}>
      {choices.map(({ value, label: text, note, lang, dir, current }) => (
        <li key={value}>
          <button type="button" class="choice" aria-current={current ? 'true' : undefined} onClick={() => onChoose(value)}>
            <span class="choice-label" lang={lang} dir={dir}>{text}</span>
            {note && <span class="choice-note">{note}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
