import { type JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { ownName } from '../i18n/index.js';
import { Mark } from './mark.js';
import { PageProvider, usePage, type Children, type PageContext } from './page.js';

export interface NavItem {
  label: string;
  href: string;
  current?: boolean;
}

export interface DocumentProps {
  page: PageContext;
  /** Of the page alone; the name of the site is added. */
  title: string;
  description?: string;
  /** Pages of the demonstration, of tokens and of errors stay out of search engines. */
  noindex?: boolean;
  demonstration?: boolean;
  /** Islands: names of small modules in assets/. The page must work without them. */
  scripts?: readonly string[];
  /** Stylesheets in assets/ that only some pages need, so that a petition stays light; before them comes what those share (`boards.css`). */
  styles?: readonly string[];
  canonical?: string;
  /** What programs read of the page: feeds, data, how it looks when it is sent on (`PublicHead`). */
  head?: Children;
  /** Seconds after which the page is fetched anew, where no script looks without disturbing (WCAG 2.2.1). For pages on which somebody waits for what another device does. */
  refreshS?: number;
  nav?: readonly NavItem[];
  /** What is not needed every day, folded behind the last word of the navigation; opens without a script. */
  navMore?: { label: string; items: readonly NavItem[] };
  /** Shown at the end of the header, e.g. who is logged in and a log-out form. */
  headerEnd?: Children;
  /** Replaces the citizens' footer. */
  footer?: Children;
  /** `console` sets the denser page of the organisers. */
  layout?: 'site' | 'console';
  children: Children;
}

/** The whole page. No inline script and no inline style: the content security policy forbids both. */
export function Document(props: DocumentProps): JSX.Element {
  const { page, title, description, noindex, demonstration, scripts = [], styles = [], canonical } = props;
  const { t } = page;
  return (
    <html lang={t.locale} dir={t.dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Countersign`}</title>
        {description && <meta name="description" content={description} />}
        {(noindex || demonstration) && <meta name="robots" content="noindex" />}
        <meta name="color-scheme" content="light dark" />
        {props.refreshS !== undefined && <noscript><meta http-equiv="refresh" content={String(props.refreshS)} /></noscript>}
        {canonical && <link rel="canonical" href={canonical} />}
        {!noindex && page.languages.map(({ locale, href }) => <link key={locale} rel="alternate" hreflang={locale} href={href} />)}
        <link rel="icon" type="image/svg+xml" href={page.asset('mark.svg')} />
        <link rel="stylesheet" href={page.asset('countersign.css')} />
        {(styles.length > 0 || props.layout === 'console') && <link rel="stylesheet" href={page.asset('boards.css')} />}
        {props.layout === 'console' && <link rel="stylesheet" href={page.asset('console.css')} />}
        {styles.map((name) => <link key={name} rel="stylesheet" href={page.asset(name)} />)}
        {props.head}
        {scripts.map((name) => <script key={name} type="module" src={page.asset(name)} />)}
      </head>
      <body class={props.layout === 'console' ? 'console' : 'site'}>
        <PageProvider value={page}>
          <a class="skip" href="#content">{t('ui.skip')}</a>
          {demonstration && <aside class="specimen"><p>{t('ui.demo.banner')}</p></aside>}
          <Header nav={props.nav} more={props.navMore} end={props.headerEnd} />
          <main id="content" tabIndex={-1}>{props.children}</main>
          {props.footer ?? <Footer />}
        </PageProvider>
      </body>
    </html>
  );
}

/** A document as it goes over the wire. */
export function renderDocument(document: JSX.Element): string {
  return `<!doctype html>\n${renderToString(document)}`;
}

function Header({ nav, more, end }: { nav?: readonly NavItem[]; more?: DocumentProps['navMore']; end?: Children }): JSX.Element {
  const { t, link } = usePage();
  const entries = (items: readonly NavItem[]): JSX.Element[] => items.map((item) => <li key={item.href}><a href={item.href} aria-current={item.current ? 'page' : undefined}>{item.label}</a></li>);
  return (
    <header class="masthead">
      <div class="masthead-row">
        <a class="wordmark" href={link('/')} aria-label={t('ui.home')}><Mark /><span>Countersign</span></a>
        {nav && nav.length > 0 && (
          <nav class="mainnav" aria-label="Countersign">
            <ul>
              {entries(nav)}
              {more && more.items.length > 0 && (
                <li><details class="nav-more"><summary class={more.items.some(({ current }) => current) ? 'is-here' : undefined}>{more.label}</summary><ul>{entries(more.items)}</ul></details></li>
              )}
            </ul>
          </nav>
        )}
        {end}
        <LanguageSwitch />
      </div>
    </header>
  );
}

function LanguageSwitch(): JSX.Element | null {
  const { t, languages } = usePage();
  if (languages.length < 2) return null;
  return (
    <nav class="languages" aria-label={t('ui.language')}>
      <ul>
        {languages.map(({ locale, href }) => (
          <li key={locale}><a href={href} hreflang={locale} lang={locale} aria-current={locale === t.locale ? 'true' : undefined}>{ownName(locale)}</a></li>
        ))}
      </ul>
    </nav>
  );
}

function Footer(): JSX.Element {
  const { t, link } = usePage();
  return (
    <footer class="colophon">
      <div class="colophon-row">
        <p class="colophon-promise"><Mark size={28} /><span><strong>{t('ui.tagline')}</strong><br />{t('ui.footer.promise')}</span></p>
        <nav aria-label={t('ui.footer.nav')}>
          <ul>
            <li><a href={link('/withdraw')}>{t('ui.footer.withdraw')}</a></li>
            <li><a href={link('/api/openapi.json')}>{t('ui.footer.data')}</a></li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}
