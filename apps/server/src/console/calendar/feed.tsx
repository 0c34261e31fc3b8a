import { type JSX } from 'preact';
import { type CalendarFeed } from '#libs/handovers';
import { Button, Field, Notice } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, PostForm } from '../views/frame.js';
import { dayOf } from '../words.js';

/** @param made the address that was just made: it is shown on this page only */
export function FeedPage({ desk, feed, made }: { desk: Desk; feed: CalendarFeed | null; made: string | null }): JSX.Element {
  const { t, link } = desk.page;
  const zone = desk.person?.timeZone ?? 'UTC';
  return (
    <Frame desk={desk} title={t('calendar.feed.title')} section="calendar-feed">
      <Head title={t('calendar.feed.title')} back={{ href: link('/console/handovers'), label: t('console.nav.handovers') }} lede={t('calendar.feed.lede')} />
      {made && (
        <Notice look="good" live>
          <p>{t('calendar.feed.made')}</p>
          <Field name="url" label={t('calendar.feed.url')} value={made} ltr />
        </Notice>
      )}
      <p>{feed ? t('calendar.feed.since', { day: dayOf(t, feed.createdAt, zone) }) : t('calendar.feed.none')}{feed?.usedAt && <> {t('calendar.feed.used', { day: dayOf(t, feed.usedAt, zone) })}</>}</p>
      <div class="actions">
        <PostForm action="/console/calendar-feed" compact><Button>{feed ? t('calendar.feed.renew') : t('calendar.feed.make')}</Button></PostForm>
        {feed && <PostForm action="/console/calendar-feed/revoke" compact><Button look="danger">{t('calendar.feed.revoke')}</Button></PostForm>}
      </div>
      <p class="soft">{t('calendar.feed.note')}</p>
    </Frame>
  );
}
