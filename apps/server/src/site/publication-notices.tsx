import { type JSX } from 'preact';
import { formatEdtf, type MessageKey } from '../i18n/index.js';
import { Notice, Text, usePage, type LocalText } from '../ui/index.js';

/** What became of a publication after everybody could read it: whoever comes by an old link, or compares, is told. */
export interface PublicationNotice {
  key: string;
  title: LocalText;
  /** `on`: ISO day. */
  withdrawn: { on: string; why: LocalText } | null;
  /** The publication that holds in its place, and since when. */
  corrected: { id: string; on: string; by: LocalText } | null;
}

/** `stands`: where, on this page, what was corrected is to be found. */
export function PublicationNotices({ notices, stands }: { notices: readonly PublicationNotice[]; stands: MessageKey }): JSX.Element {
  const { t } = usePage();
  const day = (on: string): string => formatEdtf(t.locale, on, 'phrase');
  return (
    <>
      {notices.map(({ key, title, withdrawn, corrected }) => (
        <Notice key={key} look="warn">
          <p><strong><Text value={title} /></strong></p>
          {withdrawn && <><p>{t('progress.withdrawn', { date: day(withdrawn.on) })}</p><p><Text value={withdrawn.why} /></p></>}
          {corrected && <p>{t('progress.corrected', { date: day(corrected.on) })} <strong><Text value={corrected.by} /></strong></p>}
          {corrected && !withdrawn && <p>{t(stands)}</p>}
        </Notice>
      ))}
    </>
  );
}
