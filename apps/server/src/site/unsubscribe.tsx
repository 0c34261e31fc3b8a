import { type JSX } from 'preact';
import { Button, ButtonLink, Document, type PageContext } from '../ui/index.js';
import { AboutPetition } from './after-signing.js';
import { type PetitionRef } from './view-models.js';

/** Behind the link of a mail with news: opening it changes nothing, its button ends the news. The signature stands either way. */
export function UnsubscribePage({ page, petition, action }: { page: PageContext; petition: PetitionRef; action: string }): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={t('supporters.unsubscribe.title')} noindex demonstration={petition.demonstration}>
      <div class="wrap"><div class="single">
        <h1>{t('supporters.unsubscribe.title')}</h1>
        <AboutPetition message="supporters.unsubscribe.lede" petition={petition} />
        <ul class="bullets">
          <li>{t('supporters.unsubscribe.all')}</li>
          <li>{t('supporters.unsubscribe.stands')}</li>
        </ul>
        <form method="post" action={link(action)}>
          <div class="actions"><Button>{t('supporters.unsubscribe.button')}</Button><ButtonLink look="quiet" href={link(petition.href)}>{t('supporters.unsubscribe.keep')}</ButtonLink></div>
        </form>
      </div></div>
    </Document>
  );
}

export function UnsubscribedPage({ page, petition }: { page: PageContext; petition: PetitionRef }): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={t('supporters.unsubscribed.title')} noindex demonstration={petition.demonstration}>
      <div class="wrap"><div class="single">
        <h1>{t('supporters.unsubscribed.title')}</h1>
        <p class="lede">{t('supporters.unsubscribed.text')}</p>
        <p><a href={link(petition.href)}>{t('site.back-petition')}</a></p>
      </div></div>
    </Document>
  );
}
