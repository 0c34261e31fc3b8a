import { type JSX } from 'preact';
import { type Children } from './page.js';

export type NoticeLook = 'plain' | 'good' | 'warn' | 'bad';

/** A framed remark. `live` for one that answers what the reader has just done. */
export function Notice({ title, look = 'plain', live, children }: { title?: string; look?: NoticeLook; live?: boolean; children?: Children }): JSX.Element {
  return (
    <div class={`notice ${look}`} role={live ? (look === 'bad' ? 'alert' : 'status') : undefined}>
      {title && <h2>{title}</h2>}
      {children}
    </div>
  );
}

export function EmptyState({ title, children }: { title: string; children?: Children }): JSX.Element {
  return <div class="empty"><p class="empty-title">{title}</p>{children}</div>;
}

/** Each shape stands for one meaning; the word is beside it and colour is only a third sign. */
export type TagShape = 'dot' | 'ring' | 'half' | 'square' | 'triangle' | 'diamond' | 'check' | 'cross' | 'dash';
export type TagTone = 'pen' | 'good' | 'warn' | 'bad' | 'plain';

const SHAPES: Record<TagShape, JSX.Element> = {
  dot: <circle cx="6" cy="6" r="4.500" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2" />,
  half: <><circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2" /><path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" /></>,
  square: <rect x="1.500" y="1.500" width="9" height="9" fill="currentColor" />,
  triangle: <path d="M6 2 10.500 10.500h-9z" fill="none" stroke="currentColor" stroke-width="1.800" stroke-linejoin="round" />,
  diamond: <path d="M6 .8 11.200 6 6 11.200.8 6z" fill="currentColor" />,
  check: <path d="M1.500 6.500 4.500 10 10.500 2" fill="none" stroke="currentColor" stroke-width="2.200" />,
  cross: <path d="m2 2 8 8m0-8-8 8" stroke="currentColor" stroke-width="2.200" />,
  dash: <path d="M1.500 6h9" stroke="currentColor" stroke-width="2.200" />,
};

export function Tag({ shape, tone = 'plain', children }: { shape: TagShape; tone?: TagTone; children: Children }): JSX.Element {
  return (
    <span class={`tag ${tone}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{SHAPES[shape]}</svg>
      <span>{children}</span>
    </span>
  );
}
