import { type Locale, isLocale } from '../i18n.js';

/** What the staff's screens know across documents. It lives in the one entry of the tab's history, and holds nothing of a customer. */
export interface TillMemory {
  /** The till is unlocked. A tab that is opened anew is locked, if there is a PIN. */
  open: boolean;
  /** The staff's choice, if it is not the store's language. */
  locale: Locale | null;
  /** The staff went on without a PIN: nobody is asked again until the app is opened anew. */
  pinDeclined: boolean;
}

export function tillMemory(state: unknown = history.state): TillMemory {
  const { open, locale, pinDeclined } = (state ?? {}) as { open?: unknown; locale?: unknown; pinDeclined?: unknown };
  return { open: open === true, locale: isLocale(locale) ? locale : null, pinDeclined: pinDeclined === true };
}

export function rememberTill(memory: TillMemory): void {
  history.replaceState(memory, '');
}

/**
 * Throws the whole document away, with everything a customer typed, said or was told: memory, undo, scroll positions, what a
 * screen reader had read. The tab's history stays one entry long, so "back" leads out of the app and never to a person.
 */
export function freshDocument(memory: TillMemory): void {
  rememberTill(memory);
  // Loading the same entry again keeps its state; `replace` to the same address would lose it, and with it who may see the till.
  location.reload();
}

/** A page that the browser puts aside is emptied first, and one that it brings back from there is loaded anew. */
export function neverBroughtBack(empty: () => void): void {
  addEventListener('pagehide', empty);
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}
