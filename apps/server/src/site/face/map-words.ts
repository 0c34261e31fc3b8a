import { formatEdtf, formatFigure, type Translator } from '../../i18n/index.js';
import { type MapClass } from './map-rules.js';
import { type MapCountryView, type Measure } from './view-models.js';

/** What a country's colour says, in words: the name of its link on the map and the figure of its line in the table. */
export function mapTold(t: Translator, measure: Measure, country: MapCountryView): string {
  switch (measure) {
    case 'signatures': return signatures(t, country);
    case 'handed': return handed(t, country);
    case 'kept': return country.promises.made === 0 ? t('face.map.class.kept.none') : t('face.map.told.kept', { made: country.promises.made, kept: country.promises.fulfilled });
    case 'progress': return country.card && country.card.rated > 0 ? t('face.map.told.progress', { green: country.card.green, rated: country.card.rated }) : t('face.map.class.progress.not-known');
  }
}

function signatures(t: Translator, { figure, state }: MapCountryView): string {
  if (figure?.value == null) return state === 'research-only' ? t('ui.status.research-only') : formatFigure(t, null);
  return t('face.map.told.signatures', { figure: formatFigure(t, figure), n: figure.value });
}

function handed(t: Translator, { handed: state, handedOn, state: petition }: MapCountryView): string {
  const word = state === 'none' && petition === 'research-only' ? t('ui.status.research-only') : t(`face.map.class.handed.${state}`);
  return handedOn && state !== 'none' ? t('face.map.told.handed', { state: word, when: formatEdtf(t.locale, handedOn) }) : word;
}

/** The word beside a class's pattern. */
export function className(t: Translator, measure: Measure, look: MapClass): string {
  if (look.key === 'no-petition') return t('ui.status.research-only');
  if (measure !== 'signatures') return t.maybe(`face.map.class.${measure}.${look.key}`) ?? look.key;
  if (look.key === 'not-published') return t('ui.figure.none');
  if (look.from != null) return look.to != null ? t('face.map.class.between', { from: look.from, to: look.to }) : t('face.map.class.from', { from: look.from });
  return look.to != null ? t('face.map.class.to', { to: look.to }) : t('face.map.class.any');
}
