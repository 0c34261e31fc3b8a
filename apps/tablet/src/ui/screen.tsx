import { type ComponentChildren, type JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useTranslator, type Direction } from '../i18n.js';
import { Mark } from './mark.js';

interface ScreenProps {
  title: ComponentChildren;
  /** A line above the title. */
  kicker?: ComponentChildren;
  /** Of the title, if it is not in the screen's language. */
  titleLanguage?: { lang?: string; dir?: Direction };
  children?: ComponentChildren;
  /** What stands at the other end of the head: a button to stop, a status line. */
  head?: ComponentChildren;
  /** Beside the mark; the product's name if left out. */
  name?: ComponentChildren;
  /** Across the top: that this is a demonstration. */
  strip?: ComponentChildren;
  /** Buttons at the foot, the main one last. */
  actions?: ComponentChildren;
  progress?: ComponentChildren;
  /** `narrow`: a column for reading and filling in. `wide`: for two columns and lists. */
  width?: 'narrow' | 'wide';
  /** Centred in the middle of the screen: one thing to say. */
  middle?: boolean;
}

/** The frame of one step: one h1, to which the focus moves, so that a screen reader starts there. Draw each step with a `key` of its own. */
export function Screen({ title, kicker, titleLanguage, children, head, name, strip, actions, progress, width = 'narrow', middle }: ScreenProps): JSX.Element {
  const t = useTranslator();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class={`screen ${width}${middle ? ' middle' : ''}`}>
      <header class="screen-head">
        {strip && <p class="strip">{strip}</p>}
        <div class="guilloche" />
        <div class="screen-row"><span class="wordmark"><Mark /><span>{name ?? t('common.app')}</span></span>{head}</div>
      </header>
      <main class="screen-main">
        <div class="screen-title">
          {progress}
          {kicker && <p class="kicker">{kicker}</p>}
          <h1 ref={heading} tabIndex={-1} {...titleLanguage}>{title}</h1>
        </div>
        {children}
      </main>
      {actions && <footer class="screen-foot"><div class="screen-row">{actions}</div></footer>}
    </div>
  );
}
