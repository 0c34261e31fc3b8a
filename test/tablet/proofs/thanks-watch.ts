import { type Page } from 'playwright-core';
import { said } from '../till.js';

declare global {
  interface Window {
    tellPress?: () => void;
    tellThanks?: () => void;
    tellPainted?: (ms: number) => void;
  }
}

/** Tells of the press of "Sign" and of the thanks the moment the page has them, so that a kill can come between, or right after. */
export class ThanksWatch {
  private pressed: () => void = () => undefined;
  /** Milliseconds from the press to the frame in which the thanks stand, one for each customer. */
  readonly took: number[] = [];
  thanked = false;

  /** For `ChromiumTablet.prepare`. */
  readonly prepare = async (page: Page): Promise<void> => {
    await page.exposeFunction('tellPress', () => this.pressed());
    await page.exposeFunction('tellThanks', () => void (this.thanked = true));
    await page.exposeFunction('tellPainted', (ms: number) => void this.took.push(ms));
    await page.addInitScript(watch, { sign: said('customer.review.sign'), thanks: said('customer.thanks.title') });
  };

  nextCustomer(): void {
    this.thanked = false;
  }

  /** Resolved by the next press of "Sign" on the page. */
  press(): Promise<void> {
    return new Promise((resolve) => {
      this.pressed = resolve;
    });
  }
}

/** Runs in the page, before any of its own scripts. */
function watch({ sign, thanks }: { sign: string; thanks: string }): void {
  let pressedAt = 0;
  addEventListener('click', (event) => {
    if ((event.target as Element).closest?.('button')?.textContent?.trim() !== sign) return;
    pressedAt = performance.now();
    window.tellPress?.();
  }, { capture: true });
  const observer = new MutationObserver(() => {
    if (pressedAt === 0 || document.querySelector('h1')?.textContent?.trim() !== thanks) return;
    const from = pressedAt;
    pressedAt = 0;
    window.tellThanks?.();
    // The frame after the next one begins when this one has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => window.tellPainted?.(performance.now() - from)));
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}
