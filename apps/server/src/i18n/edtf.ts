import { formatLocale, type Locale } from './locales.js';
import { translator, type Translator } from './translator.js';

/**
 * `bare` names the date ("autumn 2011"), `phrase` fits it into a sentence ("in autumn 2011", "on 12 May 2011").
 */
export type EdtfForm = 'bare' | 'phrase';

const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/;
const MONTH = /^(\d{4})-(\d{2})$/;
const YEAR = /^\d{4}$/;

/**
 * A date of ISO 8601-2:2019 (EDTF, levels 0 to 2 as far as the campaign's records use them) in words of the language.
 * What cannot be read is given back as it stands: a strange date is better than a wrong one. `null` says so in words.
 */
export function formatEdtf(locale: Locale, edtf: string | null, form: EdtfForm = 'bare'): string {
  const t = translator(locale);
  if (edtf === null || edtf === '') return t('ui.date.unknown');
  const mark = /[?~%]$/.exec(edtf)?.[0];
  const core = mark ? edtf.slice(0, -1) : edtf;
  const said = core.includes('/') ? interval(t, core, form) : single(t, core, mark === '~' || mark === '%' ? 'bare' : form);
  if (said === null) return edtf;
  const about = mark === '~' || mark === '%' ? t('ui.date.approximate', { date: said }) : said;
  return mark === '?' || mark === '%' ? t('ui.date.uncertain', { date: about }) : about;
}

function single(t: Translator, edtf: string, form: EdtfForm): string | null {
  const phrase = form === 'phrase';
  const day = DAY.exec(edtf);
  if (day) {
    const date = written(t, `${day[1]}-${day[2]}-${day[3]}`, { day: 'numeric', month: 'long', year: 'numeric' });
    return date === null ? null : phrase ? t('ui.date.on', { date }) : date;
  }
  if (YEAR.test(edtf)) return phrase ? t('ui.date.in-year', { year: edtf }) : edtf;
  const month = MONTH.exec(edtf);
  if (!month) return null;
  const [, year = '', part = ''] = month;
  const code = Number(part);
  if (code <= 12) {
    const date = written(t, `${year}-${part}-01`, { month: 'long', year: 'numeric' });
    return date === null ? null : phrase ? t('ui.date.in-month', { date }) : date;
  }
  if (code >= 21 && code <= 24) return t.maybe(`ui.date.${phrase ? 'in-season' : 'season'}.${code}`, { year });
  if (code >= 33 && code <= 36) return t(phrase ? 'ui.date.in-quarter' : 'ui.date.quarter', { quarter: String(code - 32), year });
  if (code === 40 || code === 41) return t(phrase ? 'ui.date.in-half' : 'ui.date.half', { half: String(code - 39), year });
  return null;
}

function interval(t: Translator, edtf: string, form: EdtfForm): string | null {
  const [start = '', end = ''] = edtf.split('/');
  const open = (side: string) => side === '' || side === '..';
  if (open(start) && open(end)) return null;
  if (open(end)) return sided(single(t, start, 'bare'), (from) => t('ui.date.since', { from }));
  if (open(start)) return sided(single(t, end, 'bare'), (to) => t('ui.date.until', { to }));
  const third = thirdOfMonth(t, start, end);
  if (third !== null) return form === 'phrase' ? t('ui.date.in-part', { date: third }) : third;
  const from = single(t, start, 'bare');
  const to = single(t, end, 'bare');
  if (from === null || to === null) return null;
  const sameYear = start.slice(0, 4) === end.slice(0, 4) && MONTH.test(start) && MONTH.test(end) && Number(start.slice(5)) <= 12;
  const first = sameYear ? written(t, `${start}-01`, { month: 'long' }) ?? from : from;
  return t(form === 'phrase' ? 'ui.date.between' : 'ui.date.range', { from: first, to });
}

const sided = (said: string | null, put: (said: string) => string): string | null => (said === null ? null : put(said));

/** The records write "late September" as its last ten days: an interval within one third of a month is said as such. */
function thirdOfMonth(t: Translator, start: string, end: string): string | null {
  const from = DAY.exec(start);
  const to = DAY.exec(end);
  if (!from || !to || from[1] !== to[1] || from[2] !== to[2]) return null;
  const lastDay = new Date(Date.UTC(Number(from[1]), Number(from[2]), 0)).getUTCDate();
  const month = written(t, `${from[1]}-${from[2]}-01`, { month: 'long', year: 'numeric' });
  if (month === null) return null;
  const [first, last] = [Number(from[3]), Number(to[3])];
  if (first === 1 && last === 10) return t('ui.date.early', { month });
  if (first === 11 && last === 20) return t('ui.date.mid', { month });
  if (first === 21 && last === lastDay) return t('ui.date.late', { month });
  return null;
}

function written(t: Translator, iso: string, options: Intl.DateTimeFormatOptions): string | null {
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return null;
  return new Intl.DateTimeFormat(formatLocale(t.locale), { ...options, timeZone: 'UTC' }).format(date);
}
