import { render } from 'preact';
import type { Kit } from '#libs/stores';
import { CustomerFlow } from '../../../apps/tablet/src/customer/index.js';

/** What the test sets before the page loads, and reads afterwards. */
export interface Stage {
  kit: Kit;
  /** Name of the error that keeping a signature fails with; taken away, it succeeds. */
  failure: string | null;
  captured: unknown[];
  over: { signed: boolean; elements: number }[];
}

declare global {
  interface Window {
    stage: Stage;
  }
}

const app = document.getElementById('app') as HTMLElement;
const { stage } = window;
const over = (signed: boolean) => (): void => void stage.over.push({ signed, elements: app.querySelectorAll('*').length });

const tablet = {
  capture: async (signing: unknown): Promise<void> => {
    if (stage.failure) throw Object.assign(new Error('not kept'), { name: stage.failure });
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    stage.captured.push(signing);
  },
};

render(<CustomerFlow tablet={tablet} kit={stage.kit} petitions={stage.kit.petitions} onDone={over(true)} onCancel={over(false)} />, app);
