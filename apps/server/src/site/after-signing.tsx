import { type JSX } from 'preact';
import { Button, ButtonLink, Document, ErrorSummary, Field, Hidden, Notice, Text, usePage, type PageContext } from '../ui/index.js';
import { CarriedValues, fieldErrors } from './sign-form.js';
import { HelpContacts, WhatYouCanDo } from './support.js';
import { PetitionLedger, PetitionTotal, streamOf } from './total.js';
import { type CheckMailView, type ConfirmView, type PetitionRef, type ThanksView } from './view-models.js';

/** "You signed: …" with the petition's title in its own language and direction. */
export function AboutPetition({ message, petition }: { message: 'site.confirm.lede' | 'site.thanks.lede' | 'site.withdraw.lede' | 'supporters.unsubscribe.lede' | 'seal.question.lede'; petition: PetitionRef }): JSX.Element {
  const { t } = usePage();
  return <p class="lede"><span class="soft">{t(message, { petition: '' }).trim()}</span> <Text as="strong" value={petition.title} /></p>;
}

/** After the form: the signature has arrived, the mail is on its way; send again or correct the address right here. */
export function CheckMailPage({ page, view }: { page: PageContext; view: CheckMailView }): JSX.Element {
  const { t, link } = page;
  const errors = fieldErrors(t, view.faults);
  const [before, after] = t('site.mail.lede', { address: '\u0001' }).split('\u0001');
  return (
    <Document page={page} title={t('site.mail.title')} noindex demonstration={view.petition.demonstration} scripts={['sign-form.js']}>
      <div class="wrap"><div class="single" data-draft-done="">
        <ErrorSummary errors={errors} />
        <p class="kicker">{t('site.mail.received')}</p>
        <h1>{t('site.mail.title')}</h1>
        <p class="lede">{before}<strong><bdi>{view.email}</bdi></strong>{after}</p>
        {view.sentAgain && <Notice look="good" live><p>{t('site.mail.again.sent')}</p></Notice>}
        {view.suggestion && <Suggestion view={view} suggestion={view.suggestion} />}
        <ol class="steps">
          <li><span>{t('site.mail.step.1', { sender: view.sender })}</span></li>
          <li><span>{t('site.mail.step.2')}</span></li>
          <li><span>{t('site.mail.step.3')}</span></li>
        </ol>
        {view.catcherHref && <p><ButtonLink href={view.catcherHref}>{t('site.mail.catcher')}</ButtonLink></p>}
        <section class="section" aria-labelledby="again">
          <h2 id="again">{t('site.mail.again.title')}</h2>
          <ResendForm view={view} email={view.email} error={errors.find(({ field }) => field === 'email')?.message} />
        </section>
        <p><a href={link(view.petition.href)}>{t('site.back-petition')}</a></p>
      </div></div>
    </Document>
  );
}

function ResendForm({ view, email, error }: { view: CheckMailView; email: string; error?: string }): JSX.Element {
  const { t, link } = usePage();
  return (
    <form class="form" method="post" action={link(view.resend.action)} noValidate>
      <Resent view={view} />
      <Field name="email" type="email" label={t('site.form.email')} value={email} autocomplete="email" inputmode="email" maxLength={254} ltr required error={error} />
      <Button look="quiet">{t('site.mail.again.button')}</Button>
    </form>
  );
}

function Resent({ view }: { view: CheckMailView }): JSX.Element {
  const { t } = usePage();
  const { values, textVersion, via } = view.resend;
  return (
    <>
      <CarriedValues values={values} />
      <Hidden name="textVersion" value={textVersion} />
      <Hidden name="via" value={via} />
      <Hidden name="locale" value={t.locale} />
      <Hidden name="again" value="true" />
    </>
  );
}

function Suggestion({ view, suggestion }: { view: CheckMailView; suggestion: string }): JSX.Element {
  const { t, link } = usePage();
  return (
    <Notice look="warn">
      <form class="didyoumean" method="post" action={link(view.resend.action)}>
        <Resent view={view} />
        <Hidden name="email" value={suggestion} />
        <p><strong>{t('site.form.didyoumean', { address: suggestion })}</strong></p>
        <Button>{t('site.form.didyoumean.use')}</Button>
      </form>
    </Notice>
  );
}

/** Behind the mail's link: one button, because mail scanners follow links but press no buttons. */
export function ConfirmPage({ page, view }: { page: PageContext; view: ConfirmView }): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={t('site.confirm.title')} noindex demonstration={view.petition.demonstration}>
      <div class="wrap"><div class="single">
        <h1>{t('site.confirm.title')}</h1>
        <AboutPetition message="site.confirm.lede" petition={view.petition} />
        <form method="post" action={link(view.action)}><Button wide>{t('site.confirm.button')}</Button></form>
        <p class="soft small">{t('site.confirm.not-me')}</p>
      </div></div>
    </Document>
  );
}

/** After confirmation: the count moves, and there is more that one can do. */
export function ThanksPage({ page, view }: { page: PageContext; view: ThanksView }): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={t(view.confirmed ? 'site.thanks.title' : 'site.thanks.title.none')} noindex demonstration={view.petition.demonstration}
      scripts={[...(view.tally?.streamHref ? ['live-count.js'] : []), 'share.js']}>
      <div class="wrap">
        <div class="split">
          <div class="page-head main-start" data-draft-done="">
            <h1>{t(view.confirmed ? 'site.thanks.title' : 'site.thanks.title.none')}</h1>
            <AboutPetition message="site.thanks.lede" petition={view.petition} />
          </div>
          {view.tally && <div class="side page-head" {...streamOf(view.tally)}><div class="sheet"><PetitionTotal tally={view.tally} /><PetitionLedger tally={view.tally} /></div></div>}
          <div class="main-start">
            <Share url={view.shareUrl} title={view.petition.title.text} />
            <WhatYouCanDo items={view.whatYouCanDo} />
            <HelpContacts contacts={view.help} />
            <p class="section"><a href={link(view.petition.href)}>{t('site.back-petition')}</a></p>
          </div>
        </div>
      </div>
    </Document>
  );
}

function Share({ url, title }: { url: string; title: string }): JSX.Element {
  const { t } = usePage();
  const text = t('site.share.text');
  const q = encodeURIComponent;
  const links: readonly [string, string][] = [
    ['WhatsApp', `https://wa.me/?text=${q(`${text} ${url}`)}`],
    [t('site.share.email'), `mailto:?subject=${q(title)}&body=${q(`${text}\n\n${url}`)}`],
    ['Mastodon', `https://mastodonshare.com/?text=${q(text)}&url=${q(url)}`],
    ['X', `https://x.com/intent/post?text=${q(text)}&url=${q(url)}`],
    ['Facebook', `https://www.facebook.com/sharer/sharer.php?u=${q(url)}`],
  ];
  return (
    <section class="section stack" aria-labelledby="share">
      <h2 id="share">{t('site.share.title')}</h2>
      <div class="form" data-share="" data-share-url={url} data-share-title={title} data-share-text={text}>
        <Button type="button" wide hidden data={{ 'data-share-native': '' }}>{t('site.share.native')}</Button>
        <div class="share-links">{links.map(([name, href]) => <ButtonLink key={name} look="quiet" href={href}>{name}</ButtonLink>)}</div>
        <div class="field">
          <label for="share-link">{t('site.share.link')}</label>
          <input id="share-link" type="url" readOnly value={url} dir="ltr" data-share-link="" />
        </div>
        <Button type="button" look="quiet" hidden data={{ 'data-share-copy': '', 'data-copied': t('site.share.copied') }}>{t('site.share.copy')}</Button>
      </div>
      <p class="small soft">{t('site.share.note')}</p>
    </section>
  );
}
