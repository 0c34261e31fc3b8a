import { type JSX } from 'preact';
import { Document, languageOf, Text, UntranslatedNote, type PageContext } from '../ui/index.js';
import { type NoticeView } from './view-models.js';

/** The privacy notice of a petition, as its signers are shown it. */
export function NoticePage({ page, view }: { page: PageContext; view: NoticeView }): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={t('site.privacy.title')} noindex demonstration={view.petition.demonstration}>
      <div class="wrap"><div class="single">
        <p class="kicker"><a href={link(view.petition.href)}><Text value={view.petition.title} /></a></p>
        <h1>{t('site.privacy.title')}</h1>
        <UntranslatedNote texts={[view.notice]} />
        <div class="prose" {...languageOf(t, view.notice.lang)}>{view.notice.text.split(/\n{2,}/).map((paragraph) => <p key={paragraph}>{paragraph}</p>)}</div>
        <p><a href={link(view.petition.href)}>{t('site.back-petition')}</a></p>
      </div></div>
    </Document>
  );
}
