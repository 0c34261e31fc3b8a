import { type JSX } from 'preact';
import { type ClashWarning } from '#libs/handovers';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { Notice, usePage } from '../../ui/index.js';

export function warningWords(t: Translator, warning: ClashWarning): string {
  const day = (edtf: string): string => formatEdtf(t.locale, edtf);
  switch (warning.code) {
    case 'delegate_same_day':
    case 'delegate_travels': return t(`calendar.warning.${warning.code}`, { name: warning.name, place: t.place(warning.jurisdiction), day: day(warning.day) });
    case 'same_week': return t('calendar.warning.same_week', { day: day(warning.day) });
    case 'term_ends': return t('calendar.warning.term_ends', { office: warning.office, person: warning.person, day: day(warning.day) });
    case 'blackout': return t('calendar.warning.blackout', { reason: warning.reason, from: day(warning.from), to: day(warning.to) });
  }
}

/** What may clash. It refuses nothing. */
export function Warnings({ items }: { items: readonly ClashWarning[] }): JSX.Element | null {
  const { t } = usePage();
  if (items.length === 0) return null;
  return (
    <Notice look="warn">
      <p><strong>{t('calendar.warnings', { n: items.length })}</strong></p>
      <ul class="bullets">{items.map((item, n) => <li key={n}><bdi>{warningWords(t, item)}</bdi></li>)}</ul>
    </Notice>
  );
}
