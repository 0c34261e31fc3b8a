import { useEffect, useRef } from 'preact/hooks';

export const LOCK_AFTER_MS = 2 * 60_000;
const LOOK_EVERY_MS = 5_000;

/** Calls `lock` once nobody has touched the tablet for two minutes. By the clock, not by one long timer: a tablet in a drawer sleeps. */
export function useAutoLock(active: boolean, lock: () => void): void {
  const latest = useRef(lock);
  latest.current = lock;
  useEffect(() => {
    if (!active) return;
    let touched = Date.now();
    const touch = (): void => void (touched = Date.now());
    const look = (): void => {
      if (Date.now() - touched >= LOCK_AFTER_MS) latest.current();
    };
    const events = ['pointerdown', 'keydown', 'input'] as const;
    for (const event of events) addEventListener(event, touch, { passive: true, capture: true });
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      for (const event of events) removeEventListener(event, touch, { capture: true });
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [active]);
}
