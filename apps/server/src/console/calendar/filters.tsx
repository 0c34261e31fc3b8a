import { type JSX } from 'preact';
import { Button, Checkbox, Hidden, Select, usePage } from '../../ui/index.js';

/** What part of the handovers one looks at; everything empty: all that one may read. */
export interface HandoverNarrowing {
  /** Id of a country or region; '' for all. */
  place: string;
  kind: 'country' | 'region' | 'world' | null;
  own: boolean;
}

export interface PlaceChoice {
  id: string;
  name: string;
  kind: 'country' | 'region' | 'world';
}

/** The same narrowing in an address. */
export function narrowed(path: string, { place, own }: HandoverNarrowing): string {
  const more = new URLSearchParams({ ...(place ? { place } : {}), ...(own ? { own: '1' } : {}) }).toString();
  return more ? `${path}${path.includes('?') ? '&' : '?'}${more}` : path;
}

/** A form that is sent by its button, so that it works by keyboard and without script. */
export function Filters({ keep, narrowing, places }: { keep: Readonly<Record<string, string>>; narrowing: HandoverNarrowing; places: readonly PlaceChoice[] }): JSX.Element {
  const { t, link } = usePage();
  const options = places.map(({ id, name, kind }) => ({ value: id, label: kind === 'country' ? t.place(id, name) : t('calendar.filter.region', { place: t.place(id, name) }) }));
  return (
    <form class="form compact filters" method="get" action={link('/console/handovers')}>
      {Object.entries(keep).map(([name, value]) => <Hidden key={name} name={name} value={value} />)}
      <Select name="place" label={t('calendar.filter.place')} value={narrowing.place} options={[{ value: '', label: t('calendar.filter.everywhere') }, ...options]} />
      <Checkbox name="own" value="1" checked={narrowing.own}>{t('calendar.filter.own')}</Checkbox>
      <Button look="quiet">{t('calendar.filter.submit')}</Button>
    </form>
  );
}
