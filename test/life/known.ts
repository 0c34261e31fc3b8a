import { type History } from './histories.js';

/** Lives in which the product and the page once differed: lived first, each time. */
export const ONCE_DIFFERED: readonly History[] = [
  // A record that had counted before the seal, taken back in after it, took the place of the one that was handed over.
  {
    signings: [
      { email: 'a', name: null, country: 'GB', channel: 'online', signedAt: 3_600_000, stale: false },
      { email: 'a', name: null, country: 'FR', channel: 'store', signedAt: -7_200_000, stale: false },
    ],
    acts: [{ do: 'door', to: 'open' }, { do: 'sign', who: [0, 1] }, { do: 'deliver', nth: 0, again: false }, { do: 'invalidate', who: [1] }, { do: 'press', who: [0] }, { do: 'seal' }, { do: 'restore', who: [1] }],
  },
];
