import { type JSX } from 'preact';
import { type HandoverListItem, type HandoverStatus } from '#libs/handovers';
import { formatEdtf, type Translator } from '../../i18n/index.js';
import { onReadersClock } from '../calendar/clock-words.js';
import { useDesk } from './frame.js';
import { Tag, usePage, type TagShape, type TagTone } from '../../ui/index.js';

const LOOK: Record<HandoverStatus, [TagShape, TagTone]> = {
  held: ['diamond', 'good'], planned: ['ring', 'pen'], listed: ['dash', 'plain'], refused: ['cross', 'bad'], absent: ['cross', 'warn'], cancelled: ['cross', 'plain'],
};

export function HandoverStatusTag({ status }: { status: HandoverStatus }): JSX.Element {
  const [shape, tone] = LOOK[status];
  return <Tag shape={shape} tone={tone}>{usePage().t(`console.handover.status.${status}`)}</Tag>;
}

/** The day as it is known, with the hour and the zone where there is one. */
export function whenOf(t: Translator, { date }: Pick<HandoverListItem, 'date'>): string {
  if (date.edtf === null) return t('console.handover.no-date');
  const day = formatEdtf(t.locale, date.edtf);
  return date.startTime ? t('console.handover.day-and-time', { day, time: date.startTime, zone: date.timeZone.replace(/_/g, ' ') }) : day;
}

/** Whom it goes to, in one line: an office before a body, a person after both. */
export function recipientsLine(t: Translator, { recipients }: Pick<HandoverListItem, 'recipients'>): string {
  const said = recipients.filter(({ metOnly }) => !metOnly).map(({ name, office, body }) => office ?? body ?? name ?? '').filter(Boolean);
  return said.length === 0 ? t('console.handover.no-recipient') : t.list(said);
}

/** Handovers one under the other: when, where, to whom, how it stands. */
export function HandoverLines({ items, narrow, warnings }: { items: readonly HandoverListItem[]; narrow?: boolean; warnings?: ReadonlyMap<string, readonly unknown[]> }): JSX.Element {
  const { t, link } = usePage();
  const { person } = useDesk();
  const warned = ({ id }: HandoverListItem): number => warnings?.get(id)?.length ?? 0;
  return (
    <ul class={narrow ? 'lines' : 'lines across'}>
      {items.map((item) => (
        <li key={item.id}>
          <p class="line-when">{whenOf(t, item)}{person && <Yours item={item} zone={person.timeZone} />}</p>
          <div>
            <p class="line-title"><a class="line-link" href={link(`/console/handovers/${item.id}`)}>{t.place(item.jurisdiction.id, item.jurisdiction.name)}</a></p>
            <p><bdi>{recipientsLine(t, item)}</bdi>{item.place && <span class="soft"> · <bdi>{item.place}</bdi></span>}</p>
          </div>
          <p class="line-tags"><HandoverStatusTag status={item.status} />{warned(item) > 0 && <Tag shape="cross" tone="warn">{t('calendar.warnings', { n: warned(item) })}</Tag>}</p>
        </li>
      ))}
    </ul>
  );
}

/** The reader's own clock, where it shows another time. */
function Yours({ item, zone }: { item: HandoverListItem; zone: string }): JSX.Element | null {
  const yours = onReadersClock(usePage().t, item, zone);
  return yours === null ? null : <span class="row-note">{yours}</span>;
}
