import { useEffect, useReducer } from 'preact/hooks';
import { type Tablet, type TabletState } from '../core/tablet.js';

/** The tablet's state, drawn anew after every change. */
export function useTabletState(tablet: Tablet): TabletState {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => tablet.subscribe(() => again(undefined)), [tablet]);
  return tablet.state;
}

/** "5 minutes ago" ages on the screen as well. */
export function useMinute(): void {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => again(undefined), 20_000);
    return () => clearInterval(timer);
  }, []);
}
