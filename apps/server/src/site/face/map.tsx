import { type JSX } from 'preact';
import { usePage, type PageContext } from '../../ui/index.js';
import { Fictional } from './country.js';
import { dotsFor, type Dot } from './dots-rules.js';
import { FaceDocument, Filter, withQuery } from './frame.js';
import { MapTable } from './map-table.js';
import { className, mapTold } from './map-words.js';
import { fillOf, lookOf, Patterns, Swatch, type Told } from './map-look.js';
import { classesOf, type MapClass } from './map-rules.js';
import { MEASURES, type MapView } from './view-models.js';
import { frameOf, WHOLE_WORLD, WORLD, type World } from './world.js';

export interface MapPageProps {
  page: PageContext;
  view: MapView;
  /** For pictures of made-up worlds. */
  world?: World;
}

/** The campaign's countries by one measure: drawn, explained, and the same once more as a table. */
export function MapPage({ page, view, world = WORLD }: MapPageProps): JSX.Element {
  const { t, link } = page;
  const path = link(`/campaigns/${view.campaign.slug}/map`);
  const { classes, of } = classesOf(view.measure, view.countries);
  const told = view.countries
    .map((country): Told => ({ country, name: t.place(country.place.id, country.place.name), look: of(country) }))
    .sort((a, b) => a.name.localeCompare(b.name, t.locale));
  const title = t(`face.map.title.${view.measure}`);
  const address = (measure: string, area: string): string => withQuery(path, { measure: measure === MEASURES[0] ? null : measure, area: area === WHOLE_WORLD ? null : area });
  return (
    <FaceDocument page={page} campaign={view.campaign} title={title} here="map" lede={t(`face.map.lede.${view.measure}`)} description={t('face.map.description')}>
      <div class="filters">
        <Filter label={t('face.map.measure')} choices={view.measures.map((measure) => ({ key: measure, label: t(`face.map.measure.${measure}`), href: address(measure, view.area), current: measure === view.measure }))} />
        <Filter label={t('face.map.area')} choices={view.areas.map((area) => ({ key: area, label: t.maybe(`face.map.area.${area}`) ?? area, href: address(view.measure, area), current: area === view.area }))} />
      </div>
      <figure class="map" aria-labelledby="map-caption">
        <figcaption id="map-caption" class="visually-hidden">{title}</figcaption>
        <label class="map-larger"><input type="checkbox" />{t('face.map.larger')}</label>
        <Drawing view={view} told={told} world={world} />
        <Legend view={view} classes={classes} told={told} />
        {view.measure === 'progress' && view.campaign.demonstration && <Fictional />}
        <Undrawn told={told} world={world} />
        <p class="small soft">{t('face.map.source', { version: world.source.version })} <a href={world.source.url}>{world.source.name}</a>. {t('face.map.borders')}</p>
      </figure>
      <section class="section" aria-labelledby="map-table">
        <h2 id="map-table">{t('face.map.table', { n: told.length, all: view.allCountries })}</h2>
        <MapTable measure={view.measure} told={told} />
      </section>
      {view.regions.length > 0 && (
        <section class="section" aria-labelledby="map-regions">
          <h2 id="map-regions">{t('face.map.regions')}</h2>
          <p class="soft">{t('face.map.regions.text')}</p>
          <ul class="links">{view.regions.map(({ place, href }) => <li key={place.id}><a class="line-link" href={link(href)}>{t.place(place.id, place.name)}</a></li>)}</ul>
        </section>
      )}
    </FaceDocument>
  );
}

/** In units of the whole world's drawing, which is as wide as the page: a finger needs 24 of the page's pixels. */
const PRESSED = 13;
const MARK = 6;

function Drawing({ view, told, world }: { view: MapView; told: readonly Told[]; world: World }): JSX.Element {
  const { t, link, asset } = usePage();
  const [left, top, width, height] = frameOf(view.area, world);
  const unit = width / world.width;
  const places = told.flatMap(({ country: { place } }) => { const shape = world.shapes[place.id]; return shape ? [{ id: place.id, x: shape.x, y: shape.y, w: shape.w, h: shape.h }] : []; });
  const dots = new Map(dotsFor(places, PRESSED * 2 * unit, unit).map((dot) => [dot.id, dot]));
  const drawn = told.filter(({ country }) => world.shapes[country.place.id]);
  const size = (value: number): number => Math.round(value * unit * 100) / 100;
  return (
    <div class="map-pan">
      <svg class="map-drawing" viewBox={`${left} ${top} ${width} ${height}`} role="group" aria-label={t('face.map.drawing')} stroke-width={size(0.5)}>
        <defs><Patterns name="map" size={size(7)} /></defs>
        <use class="map-land" href={`${asset('world.svg')}#land`} />
        {drawn.map(({ country, name, look }) => {
          const dot = dots.get(country.place.id);
          const said = t('face.map.country', { country: name, told: mapTold(t, view.measure, country) });
          return (
            <a key={country.place.id} class={`map-country ${lookOf(look)}`} href={link(country.href)} aria-label={said}>
              <title>{said}</title>
              <path d={world.shapes[country.place.id]?.d} fill={fillOf('map', look)} />
              {dot && <circle class="map-hit" cx={dot.markX} cy={dot.markY} r={size(PRESSED)} />}
            </a>
          );
        })}
        <g class="map-marks" aria-hidden="true">
          {drawn.map(({ country, look }) => {
            const dot = dots.get(country.place.id);
            return dot && <Mark key={dot.id} dot={dot} look={look} radius={size(MARK)} />;
          })}
        </g>
      </svg>
    </div>
  );
}

/** A sign for a country too small to see, with a line to where it lies if the sign had to make room. */
function Mark({ dot: { x, y, markX, markY }, look, radius }: { dot: Dot; look: MapClass; radius: number }): JSX.Element {
  const aside = Math.hypot(markX - x, markY - y) > radius;
  return (
    <>
      {aside && <line x1={x} y1={y} x2={markX} y2={markY} />}
      <circle class={lookOf(look)} cx={markX} cy={markY} r={radius} fill={fillOf('map', look)} />
    </>
  );
}

function Legend({ view, classes, told }: { view: MapView; classes: readonly MapClass[]; told: readonly Told[] }): JSX.Element {
  const { t } = usePage();
  return (
    <div class="legend">
      <svg width="0" height="0" aria-hidden="true" focusable="false"><defs><Patterns name="key" size={7} /></defs></svg>
      <h2 class="legend-title">{t(`face.map.measure.${view.measure}`)}</h2>
      <ul>
        {classes.map((look) => (
          <li key={look.key}><Swatch look={look} /><span>{className(t, view.measure, look)}</span><span class="soft">{t('face.map.countries', { n: told.filter((one) => one.look.key === look.key).length })}</span></li>
        ))}
      </ul>
    </div>
  );
}

function Undrawn({ told, world }: { told: readonly Told[]; world: World }): JSX.Element | null {
  const { t } = usePage();
  const names = told.filter(({ country }) => !world.shapes[country.place.id]).map(({ name }) => name);
  return names.length > 0 ? <p class="small soft">{t('face.map.undrawn', { n: names.length, countries: t.list(names) })}</p> : null;
}
