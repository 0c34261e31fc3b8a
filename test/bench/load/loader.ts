import { begin, end } from '../../support/children.js';
import type { LoadOrder, LoadProgress, LoadResult } from './orders.js';

/** The generator's process. One order at a time. */
export interface Loader {
  run(order: LoadOrder, onProgress?: (progress: LoadProgress) => void): Promise<LoadResult>;
  end(): Promise<void>;
}

export async function startLoader(): Promise<Loader> {
  const child = await begin('../bench/load/generator.ts', { BENCH_PROFILE: '' }, { ready: false });
  return {
    run: (order, onProgress) => new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('the load generator ended'));
      const hear = (message: { result?: LoadResult; failed?: string; progress?: LoadProgress }): void => {
        if (message.progress) return onProgress?.(message.progress);
        child.off('message', hear).off('exit', gone);
        if (message.result) resolve(message.result);
        else reject(new Error(message.failed));
      };
      child.on('message', hear).once('exit', gone);
      child.send(order);
    }),
    end: () => end(child),
  };
}
