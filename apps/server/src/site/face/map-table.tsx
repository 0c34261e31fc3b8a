import { type JSX } from 'preact';
import { formatFigure } from '../../i18n/index.js';
import { Table, usePage, type Column } from '../../ui/index.js';
import { Swatch, type Told } from './map-look.js';
import { className, mapTold } from './map-words.js';
import { type Measure } from './view-models.js';

/** The map without the map: every country with the same class, the same words, and the figures behind them. */
export function MapTable({ measure, told }: { measure: Measure; told: readonly Told[] }): JSX.Element {
  const { t, link } = usePage();
  const name = ({ country, name: said }: Told): JSX.Element => <a key="n" class="row-link" href={link(country.href)}>{said}</a>;
  const look = (one: Told): JSX.Element => <span key="l" class="look"><Swatch look={one.look} /><span>{className(t, measure, one.look)}</span></span>;
  const country: Column = { label: t('site.countries.country') };
  const on: Column = { label: t('face.map.on') };
  const [columns, cells] = ((): [Column[], (one: Told) => (JSX.Element | string)[]] => {
    switch (measure) {
      case 'signatures': return [
        [country, on, { label: t('site.countries.figure'), figure: true }],
        (one) => [name(one), look(one), one.country.figure?.value == null ? mapTold(t, measure, one.country) : formatFigure(t, one.country.figure)],
      ];
      case 'handed': return [[country, on, { label: t('face.map.when') }], (one) => [name(one), look(one), mapTold(t, measure, one.country)]];
      case 'kept': return [
        [country, on, { label: t('face.promises.made'), figure: true }, { label: t('ui.commitment.fulfilled'), figure: true }],
        (one) => [name(one), look(one), t.number(one.country.promises.made), t.number(one.country.promises.fulfilled)],
      ];
      case 'progress': return [[country, on, { label: t('face.map.green') }], (one) => [name(one), look(one), mapTold(t, measure, one.country)]];
    }
  })();
  return <Table caption={t(`face.map.title.${measure}`)} captionHidden columns={columns} rows={told.map((one) => ({ key: one.country.place.id, cells: cells(one) }))} />;
}
