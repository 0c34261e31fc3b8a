import { useEffect, useRef, useState } from 'preact/hooks';
import { idleness } from './idle-rules.js';

const TOUCHES = ['pointerdown', 'keydown', 'input', 'wheel'] as const;

/**
 * Watches for touches while it is on. Gives the seconds left once the customer has to be asked, else null; `stay` is their answer.
 * While asking, only the answer counts: a sleeve on the glass, or staff who pick the tablet up, are no customer.
 */
export function useIdle(on: boolean, onGone: () => void): { secondsLeft: number | null; stay: () => void } {
  const lastTouch = useRef(Date.now());
  const asking = useRef(false);
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const gone = useRef(onGone);
  gone.current = onGone;

  const stay = (): void => {
    lastTouch.current = Date.now();
    asking.current = false;
    setSecondsLeft(null);
  };

  useEffect(() => {
    if (!on) return stay();
    lastTouch.current = Date.now();
    const touched = (): void => { if (!asking.current) lastTouch.current = Date.now(); };
    const look = (): void => {
      const now = Date.now();
      if (now < lastTouch.current) lastTouch.current = now;
      const state = idleness(lastTouch.current, now);
      asking.current = state.kind === 'asking';
      setSecondsLeft(state.kind === 'asking' ? state.secondsLeft : null);
      if (state.kind === 'gone') gone.current();
    };
    for (const event of TOUCHES) document.addEventListener(event, touched, { capture: true, passive: true });
    // A tablet that wakes up looks at once, before the next tick shows what was on it.
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(look, 500);
    return () => {
      for (const event of TOUCHES) document.removeEventListener(event, touched, { capture: true });
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [on]);

  return { secondsLeft, stay };
}
