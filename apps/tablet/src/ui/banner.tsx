import { type ComponentChildren, type JSX } from 'preact';

export type BannerLook = 'plain' | 'good' | 'warn' | 'bad';

/** A framed remark. `live` for one that answers what was just done: it is read out at once. */
export function Banner({ look = 'plain', title, live, children }: { look?: BannerLook; title?: string; live?: boolean; children?: ComponentChildren }): JSX.Element {
  return (
    <div class={`banner ${look}`} role={live ? (look === 'bad' ? 'alert' : 'status') : undefined}>
      {title && <p class="banner-title">{title}</p>}
      {children}
    </div>
  );
}
