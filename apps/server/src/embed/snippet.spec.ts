import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../ui/index.js';
import { plainFrame, SANDBOX, scriptFrame } from './snippet.js';

const WHAT = { origin: 'https://countersign.example', kind: 'badge', slug: 'spec-no', lang: 'en', title: 'Count "them" <all> & more' } as const;

describe('what others copy into their pages', () => {
  it('is a frame that may not lead its page away, opens no dialog and sends no address', () => {
    const frame = plainFrame(WHAT);
    expect(frame).toContain('src="https://countersign.example/embed/badge/spec-no?lang=en" title="Count &quot;them&quot; &lt;all&gt; &amp; more"');
    expect([frame.includes(`sandbox="${SANDBOX}"`), frame.includes('referrerpolicy="no-referrer"'), /allow-top-navigation|allow-modals|allow-scripts/.test(frame)]).toEqual([true, true, false]);
  });

  it('with our script is a link that works without it', () => {
    expect(scriptFrame(WHAT)).toContain('<a href="https://countersign.example/en/petitions/spec-no" data-countersign="badge"');
    expect(scriptFrame(WHAT)).toContain('<script async src="https://countersign.example/embed.js"></script>');
  });
});

interface Frame { attributes: Record<string, string>; height: string; src: string; contentWindow: object; style: object }

/** The script in a page with one link, as a browser would run it. */
function page(kind: string): { frames: Frame[]; tell: (origin: string, source: unknown, data: unknown) => void } {
  const frames: Frame[] = [];
  const listeners: ((event: object) => void)[] = [];
  const link = { textContent: 'Count them', parentNode: { replaceChild: (frame: Frame) => frames.push(frame) }, getAttribute: (name: string) => ({ 'data-countersign': kind, 'data-petition': 'spec-no', 'data-lang': 'fr' })[name] ?? null };
  const document = {
    currentScript: { src: 'https://countersign.example/embed.js' }, readyState: 'complete', querySelectorAll: () => [link],
    createElement: (): Frame & { setAttribute: (name: string, value: string) => void } => {
      const attributes: Record<string, string> = {};
      return { attributes, height: '', src: '', contentWindow: {}, style: {}, setAttribute: (name, value) => void (attributes[name] = value) };
    },
  };
  runInNewContext(readFileSync(path.join(projectRoot(), 'apps/server/assets/embed.js'), 'utf8'), { document, URL, Array, Number, Math, String, addEventListener: (_name: string, listener: (event: object) => void) => listeners.push(listener) });
  return { frames, tell: (origin, source, data) => listeners.forEach((listen) => listen({ origin, source, data })) };
}

describe('the script that makes the frame', () => {
  it('puts it where the link was, and makes it as high as our frame says', () => {
    const { frames: [frame], tell } = page('form');
    expect(frame).toMatchObject({ src: 'https://countersign.example/embed/form/spec-no?lang=fr', attributes: { sandbox: `allow-scripts ${SANDBOX}`, referrerpolicy: 'no-referrer' } });
    tell('https://countersign.example', frame?.contentWindow, { countersign: 'height', height: 912.4 });
    expect(frame?.height).toBe('913');
  });

  it('believes no other page, no other frame and no height that is none', () => {
    const { frames: [frame], tell } = page('badge');
    const ours = 'https://countersign.example';
    tell('https://elsewhere.example', frame?.contentWindow, { countersign: 'height', height: 900 });
    tell('null', frame?.contentWindow, { countersign: 'height', height: 900 });
    tell(ours, {}, { countersign: 'height', height: 900 });
    for (const height of [0, -5, 90_000, 'x', null, Number.NaN]) tell(ours, frame?.contentWindow, { countersign: 'height', height });
    tell(ours, frame?.contentWindow, null);
    expect(frame?.height).toBe('340');
  });

  it('leaves alone what is not ours to show', () => expect(page('iframe').frames).toEqual([]));
});
