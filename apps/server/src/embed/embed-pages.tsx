import { type JSX } from 'preact';
import { formatFigure } from '../i18n/index.js';
import { SignForm } from '../site/sign-form.js';
import { type PetitionView } from '../site/view-models.js';
import { Document, Mark, Notice, PageProvider, PetitionTag, Text, usePage, type Children, type PageContext } from '../ui/index.js';
import { type Kind, plainFrame, SANDBOX, scriptFrame } from './snippet.js';

/**
 * Pages for frames of other sites. One stylesheet and one small script of ours, nothing else; every link and every answer opens a page
 * of its own (`base target`), where the address bar says whose it is.
 */
function Framed({ page, title, children }: { page: PageContext; title: string; children: Children }): JSX.Element {
  const { t } = page;
  return (
    <html lang={t.locale} dir={t.dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Countersign`}</title>
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <base target="_blank" />
        <link rel="icon" type="image/svg+xml" href={page.asset('mark.svg')} />
        <link rel="stylesheet" href={page.asset('countersign.css')} />
        <link rel="stylesheet" href={page.asset('embed.css')} />
        <script defer src={page.asset('embed-frame.js')} />
      </head>
      <body class="embedded"><PageProvider value={page}><main id="content">{children}</main></PageProvider></body>
    </html>
  );
}

/** How many signed, and the way to sign. The figure is that of the moment at which the page was fetched, and says so. */
export function BadgePage({ page, view }: { page: PageContext; view: PetitionView }): JSX.Element {
  const { t, link } = page;
  return (
    <Framed page={page} title={view.title.text}>
      <article class="badge">
        <p class="badge-head"><Mark size={24} /><span>{t.place(view.place.id, view.place.name)}</span><PetitionTag state={view.state} /></p>
        <h1><a href={link(view.href)} rel="noopener"><Text value={view.title} /></a></h1>
        <BadgeFigure view={view} />
        {view.campaign.demonstration && <p class="small">{t('ui.demo.banner')}</p>}
        <p><a class="button" href={`${link(view.href)}${view.form ? '#sign' : ''}`} rel="noopener">{t(view.form ? 'embed.badge.sign' : 'embed.badge.read')}</a></p>
      </article>
    </Framed>
  );
}

function BadgeFigure({ view: { tally } }: { view: PetitionView }): JSX.Element | null {
  const { t } = usePage();
  if (!tally) return null;
  if (tally.total?.value == null) return <p class="badge-count">{formatFigure(t, null)}</p>;
  return (
    <>
      <p class="badge-count">{t('embed.badge.count', { figure: formatFigure(t, tally.total), n: tally.total.value })}</p>
      {tally.asOfAt && tally.publication !== 'frozen' && <p class="small soft">{t('site.total.as-of', { when: t.instant(tally.asOfAt) })}</p>}
    </>
  );
}

/** The signature sheet. It posts to our own page, which opens by itself and says what comes next. */
export function FormPage({ page, view }: { page: PageContext; view: PetitionView }): JSX.Element {
  const { t, link } = page;
  return (
    <Framed page={page} title={view.title.text}>
      <article class="embed-form stack">
        <p class="badge-head"><Mark size={24} /><span>{t.place(view.place.id, view.place.name)}</span></p>
        <h1><a href={link(view.href)} rel="noopener"><Text value={view.title} /></a></h1>
        {view.campaign.demonstration && <Notice look="warn"><p>{t('ui.demo.banner')}</p></Notice>}
        <p class="small">{t('embed.form.calls', { n: view.calls.length })} <a href={`${link(view.href)}#calls`} rel="noopener">{t('embed.form.read')}</a></p>
        {view.form ? <SignForm form={view.form} /> : <p><a class="button" href={link(view.href)} rel="noopener">{t('embed.badge.read')}</a></p>}
        {view.form && <p class="small soft">{t('embed.form.opens')} <a href={`${link(view.href)}#data`} rel="noopener">{t('embed.form.privacy')}</a></p>}
      </article>
    </Framed>
  );
}

/** `samples`: whether the frames themselves are shown, which takes a server. */
export interface SnippetView { petition: PetitionView; origin: string; open: boolean; samples: boolean }

/** What others copy into their pages, with how it will look. */
export function SnippetPage({ page, view }: { page: PageContext; view: SnippetView }): JSX.Element {
  const { t, link } = page;
  const { petition } = view;
  const kinds: Kind[] = view.open ? ['badge', 'form'] : ['badge'];
  return (
    <Document page={page} title={`${t('embed.title')} · ${petition.title.text}`} description={t('embed.lede')} demonstration={petition.campaign.demonstration} noindex styles={['embed.css']}>
      <div class="wrap">
        <div class="page-head">
          <p class="kicker"><a href={link(petition.href)}><Text value={petition.title} /></a><span>{t.place(petition.place.id, petition.place.name)}</span></p>
          <h1>{t('embed.title')}</h1>
          <p class="lede">{t('embed.lede')}</p>
        </div>
        <ul class="bullets prose embed-promise"><li>{t('embed.promise.nothing')}</li><li>{t('embed.promise.own')}</li><li>{t('embed.promise.count')}</li></ul>
        {kinds.map((kind) => <KindPart key={kind} kind={kind} view={view} />)}
      </div>
    </Document>
  );
}

function KindPart({ kind, view: { petition, origin, samples } }: { kind: Kind; view: SnippetView }): JSX.Element {
  const { t } = usePage();
  const what = { origin, kind, slug: petition.slug, lang: t.locale, title: petition.title.text };
  return (
    <section class="section stack" aria-labelledby={`kind-${kind}`}>
      <h2 id={`kind-${kind}`}>{t(`embed.kind.${kind}`)}</h2>
      {samples && <iframe class={`embed-sample embed-sample-${kind}`} src={`/embed/${kind}/${petition.slug}?lang=${t.locale}`} title={t('embed.sample', { kind: t(`embed.kind.${kind}`) })} sandbox={SANDBOX} referrerpolicy="no-referrer" loading="lazy" />}
      <Code id={`${kind}-script`} label={t('embed.with-script')} text={scriptFrame(what)} rows={6} />
      <Code id={`${kind}-plain`} label={t('embed.without-script')} text={plainFrame(what)} rows={8} />
    </section>
  );
}

function Code({ id, label, text, rows }: { id: string; label: string; text: string; rows: number }): JSX.Element {
  return (
    <div class="embed-lines">
      <label for={id}>{label}</label>
      <textarea id={id} class="embed-code" dir="ltr" lang="en" readOnly rows={rows} spellcheck={false}>{text}</textarea>
    </div>
  );
}
