import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { openPetition, toldBundle } from '../../../../test/gallery/samples.js';
import { LOCALES, translator, type Locale } from '../i18n/index.js';
import { PageProvider } from '../ui/index.js';
import { Handovers } from './handovers.js';

const drawn = (locale: Locale): string => {
  const view = openPetition(locale, { place: { id: 'region-eu', name: 'EU' }, handovers: [toldBundle(locale)] });
  return render(<PageProvider value={{ t: translator(locale), asset: (name) => name, link: (path) => path, languages: [] }}><Handovers view={view} /></PageProvider>);
};

describe('a bundle on the public page', () => {
  it('shows its three figures beside each other, who handed over later, and that the overlap is not known', () => {
    const page = drawn('en');
    for (const told of ['2,333,033', '2,402,859', 'Austria, Belgium and Germany', 'India is not known', '1,200 signatures by at least 1,100 people']) expect(page).toContain(told);
    expect(page).not.toContain('4,735,892');
  });

  it.each(LOCALES)('tells in %s what was answered, in the original words too, and where to check the figures', (locale) => {
    const page = drawn(locale);
    for (const told of ['lang="de"', 'Die Regierung prüft die Forderungen.', 'href="/documents/d1"', 'Wir werden liefern.', 'href="/handovers/b1"']) expect(page).toContain(told);
  });
});
