type Say = (key: string, values?: Record<string, string | number>) => string;

/**
 * A date of EDTF (ISO 8601-2) in words, as far as campaigns use it: days, months, years, seasons, quarters, intervals, marks of doubt.
 * What cannot be read is given back as it stands: a strange date is better than a wrong one.
 */
export function dateWords(edtf: string | null, locale: string, say: Say): string {
  if (edtf === null || edtf === '') return say('report.date.none');
  const mark = /[?~%]$/u.exec(edtf)?.[0];
  const core = mark ? edtf.slice(0, -1) : edtf;
  const said = core.includes('/') ? interval(core, locale, say) : single(core, locale, say);
  if (said === null) return edtf;
  return mark ? say(mark === '?' ? 'report.date.uncertain' : 'report.date.about', { date: said }) : said;
}

function single(edtf: string, locale: string, say: Say): string | null {
  const day = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/u.exec(edtf)?.[1];
  if (day) return written(day, { day: 'numeric', month: 'long', year: 'numeric' }, locale);
  if (/^\d{4}$/u.test(edtf)) return edtf;
  const [, year = '', part = ''] = /^(\d{4})-(\d{2})$/u.exec(edtf) ?? [];
  const code = Number(part);
  if (code >= 1 && code <= 12) return written(`${year}-${part}-01`, { month: 'long', year: 'numeric' }, locale);
  if (code >= 21 && code <= 24) return say(`report.date.season.${code}`, { year });
  if (code >= 33 && code <= 36) return say('report.date.quarter', { quarter: String(code - 32), year });
  return null;
}

function interval(edtf: string, locale: string, say: Say): string | null {
  const [start = '', end = ''] = edtf.split('/');
  const open = (side: string): boolean => side === '' || side === '..';
  const [from, to] = [open(start) ? '' : single(start, locale, say), open(end) ? '' : single(end, locale, say)];
  if (from === null || to === null || (from === '' && to === '')) return null;
  if (from === '') return say('report.date.until', { to });
  return to === '' ? say('report.date.since', { from }) : say('report.date.range', { from, to });
}

function written(day: string, options: Intl.DateTimeFormatOptions, locale: string): string | null {
  const at = new Date(`${day}T12:00:00Z`);
  return Number.isNaN(at.getTime()) ? null : new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(at);
}
