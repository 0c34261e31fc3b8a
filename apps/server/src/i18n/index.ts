export { CATALOGUES, type Catalogue, type MessageKey } from './catalogue.js';
export { countryOptions, type CountryOption } from './countries.js';
export { formatEdtf, type EdtfForm } from './edtf.js';
export { formatFigure, type Qualifier, type StatedFigure } from './figures.js';
export { LOCALES, formatLocale, isLocale, ownName, preferredLocale, type Locale } from './locales.js';
export { translator, type MessageValues, type Translator } from './translator.js';
