import { describe, expect, it } from '@jest/globals';
import { mapView } from '../../../../../test/gallery/face-samples.js';
import { LOCALES, translator, type Locale } from '../../i18n/index.js';
import { renderDocument } from '../../ui/index.js';
import { MapPage } from './map.js';
import { mapTold } from './map-words.js';
import { MEASURES, type MapView, type Measure } from './view-models.js';
import { type World } from './world.js';

const square = (x: number): World['shapes'][string] => ({ d: `M${x} 10l9 0 0 9-9 0z`, x: x + 4.5, y: 14.5, w: 9, h: 9 });
const WORLD: World = { width: 1000, height: 400, areas: {}, source: { name: 'shapes.example', url: 'https://shapes.example', version: '1' }, shapes: { FR: square(100), GB: square(200), JO: square(300), LU: { ...square(110), w: 1, h: 1 } } };

const drawn = (locale: Locale, view: MapView): string =>
  renderDocument(MapPage({ page: { t: translator(locale), asset: (name) => `/assets/${name}`, link: (path) => path, languages: [] }, view, world: WORLD }));

/** What a browser makes of the page's marks, as far as these pages use them. */
const plain = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/&#39;/g, '\'').replace(/\s+/g, ' ').trim();
const linksOf = (html: string): string[] => [...(/<svg class="map-drawing"[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '').matchAll(/<a [^>]*aria-label="([^"]*)"/g)].map(([, label]) => label ?? '');
const rowsOf = (html: string): string[] => [...(/<section[^>]*aria-labelledby="map-table"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '').matchAll(/<tr><th scope="row"[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row]) => plain(row ?? ''));

describe('the map', () => {
  it.each(MEASURES.flatMap((measure) => LOCALES.map((locale): [Measure, Locale] => [measure, locale])))('by %s in %s says of each country what its table says, and in the order of its table', (measure, locale) => {
    const view = mapView(measure);
    const t = translator(locale);
    const html = drawn(locale, view);
    const rows = rowsOf(html);
    expect(rows).toHaveLength(view.countries.length);
    const names = view.countries.filter(({ place }) => WORLD.shapes[place.id]).map((country) => ({ name: t.place(country.place.id), told: mapTold(t, measure, country) })).sort((a, b) => a.name.localeCompare(b.name, locale));
    expect(linksOf(html)).toEqual(names.map(({ name, told }) => t('face.map.country', { country: name, told })));
    const positions = names.map(({ name }) => rows.findIndex((row) => row.startsWith(name)));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  it('tells how many countries each class has, and all classes together have all of them', () => {
    const html = drawn('en', mapView('kept'));
    const counts = [...(/<div class="legend">[\s\S]*?<\/div>/.exec(html)?.[0] ?? '').matchAll(/(\d+) countr/g)].map(([, n]) => Number(n));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(mapView('kept').countries.length);
  });

  it('gives a country smaller than a finger a mark, and names those that it cannot draw', () => {
    const html = drawn('en', mapView('signatures'));
    expect(html.match(/class="map-hit"/g)).toHaveLength(1);
    expect(plain(html)).toContain('the data set has no shape of them: Australia, Austria');
  });

  it('never paints an unknown figure as a small one', () => {
    const view = mapView('signatures');
    const html = drawn('en', { ...view, countries: view.countries.map((country) => (country.place.id === 'FR' ? { ...country, figure: null } : country)) });
    expect(html).toMatch(/class="map-country look-0" href="[^"]*\/FR" aria-label="France: no figure published"/);
  });
});
