import { type JSX } from 'preact';
import { DateTime } from 'luxon';
import { Button, ButtonLink, Notice, usePage } from '../../ui/index.js';
import { dayOf } from '../words.js';
import { Part, PostForm, useDesk } from '../views/frame.js';
import { type HandoverPageView } from '../views/handover.js';

/** The page of the day, and the links that open it without a login. */
export function DayLinks({ view: { handover, links } }: { view: HandoverPageView }): JSX.Element | null {
  const { t, link } = usePage();
  const { now } = useDesk();
  if (handover.status === 'cancelled' || handover.date.from === null) return null;
  const mine = links.filter(({ kind, validUntil }) => kind === 'delegation' && validUntil > now);
  const day = (at: Date): string => dayOf(t, at, handover.date.timeZone);
  return (
    <Part id="day" title={t('day.links')} note={t('day.links.note')}>
      <p><ButtonLink look="quiet" href={link(`/console/handovers/${handover.id}/day`)}>{t('day.open')}</ButtonLink></p>
      {mine.map((one) => (
        <div key={one.id} class="actions">
          <span class="small">{t('day.links.until', { made: day(one.createdAt), until: day(one.validUntil) })}</span>
          {one.revokedAt ? <span class="soft small">{t('day.links.revoked')}</span> : <PostForm compact action={`/console/handovers/${handover.id}/day-links/${one.id}/revoke`}><Button look="quiet">{t('day.links.revoke')}</Button></PostForm>}
        </div>
      ))}
      <PostForm compact action={`/console/handovers/${handover.id}/day-links`}><Button look="quiet">{t('day.links.make')}</Button></PostForm>
    </Part>
  );
}

/** That the result is still kept back, until when, and the way to end that. */
export function Embargo({ view: { handover, mayOrganise } }: { view: HandoverPageView }): JSX.Element | null {
  const { t } = usePage();
  const { now } = useDesk();
  const { embargo } = handover;
  if (!embargo || embargo.until <= now) return null;
  const when = DateTime.fromJSDate(embargo.until, { zone: embargo.timeZone }).setLocale(t.locale).toLocaleString(DateTime.DATETIME_MED);
  return (
    <Notice look="warn">
      <p>{t('day.embargo.holds', { when, zone: embargo.timeZone })}</p>
      {mayOrganise && <PostForm compact action={`/console/handovers/${handover.id}/embargo/end`}><Button look="quiet">{t('day.embargo.end')}</Button></PostForm>}
    </Notice>
  );
}
