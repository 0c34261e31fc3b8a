import { type JSX } from 'preact';
import { type HoldersThenAndNow, officeName } from '#libs/handovers';
import { usePage } from '../../ui/index.js';

/** Who held the offices on the day, and who holds them today: a promise is the office's. */
export function Holders({ items, language }: { items: readonly HoldersThenAndNow[]; language: string }): JSX.Element | null {
  const { t } = usePage();
  if (items.length === 0) return null;
  return (
    <ul class="bullets">
      {items.map(({ office, then, now }) => {
        const name = officeName(office, t.locale, language).text;
        return (
          <li key={office.id}>
            <bdi>{then ? t('calendar.office.then', { office: name, person: then.person }) : t('calendar.office.then.none', { office: name })}</bdi>
            <span class="row-note"><bdi>{now === null ? t('calendar.office.now.none') : now.id === then?.id ? t('calendar.office.same') : t('calendar.office.now', { person: now.person })}</bdi></span>
          </li>
        );
      })}
    </ul>
  );
}
