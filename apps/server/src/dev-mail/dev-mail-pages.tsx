import { type ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type CaughtMail } from './mail-box.js';
import { WORDS } from './words.js';

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
p{margin:.25rem 0 1rem}form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:1rem 0}
label{display:grid;gap:.25rem}input,button{font:inherit;padding:.4rem .6rem;min-height:2.75rem;box-sizing:border-box}
input{min-width:18rem}
ol{list-style:none;margin:0;padding:0;border-top:1px solid #8886}
li{border-bottom:1px solid #8886}li a{display:grid;gap:.1rem;padding:.7rem .25rem;text-decoration:none}
li a strong{text-decoration:underline}li span{color:GrayText;color:light-dark(#4a5661,#aab5bd)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1rem;margin:1rem 0}dd{margin:0;overflow-wrap:anywhere}dt{font-weight:600}
iframe{width:100%;height:46rem;border:1px solid #8886;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #8886;padding:1rem;margin:0}`;

function page(title: string, body: ComponentChildren, refreshSeconds?: number): string {
  return `<!doctype html>${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {refreshSeconds && <meta http-equiv="refresh" content={String(refreshSeconds)} />}
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body><main>{body}</main></body>
    </html>,
  )}`;
}

/** Shown at once; the rest is found by address. */
const SHOWN = 200;

export function listPage(mails: readonly CaughtMail[], to: string, refresh: boolean): string {
  const query = (changes: Record<string, string>): string => `/dev/mail?${new URLSearchParams({ ...(to && { to }), ...changes })}`;
  return page(WORDS.title, (
    <>
      <h1>{WORDS.title}</h1>
      <p>{WORDS.explanation}</p>
      <form method="get" action="/dev/mail">
        <label>{WORDS.search}<input type="search" name="to" value={to} autocomplete="off" /></label>
        <button>{WORDS.find}</button>
      </form>
      <p><a href={refresh ? query({}) : query({ refresh: '5' })}>{refresh ? WORDS.refreshing : WORDS.refresh}</a></p>
      {mails.length === 0 ? <p>{to ? WORDS.noneTo : WORDS.none}</p> : (
        <ol>
          {mails.slice(0, SHOWN).map((mail) => (
            <li key={mail.id}>
              <a href={`/dev/mail/${mail.id}`}><strong><bdi>{mail.subject}</bdi></strong><span>{mail.to.join(', ')} · <Time at={mail.date} /></span></a>
            </li>
          ))}
        </ol>
      )}
    </>
  ), refresh ? 5 : undefined);
}

export function mailPage(mail: CaughtMail): string {
  return page(mail.subject, (
    <>
      <p><a href="/dev/mail">{WORDS.all}</a></p>
      <h1><bdi>{mail.subject}</bdi></h1>
      <dl>
        <dt>{WORDS.from}</dt><dd>{mail.headers['from'] ?? mail.from}</dd>
        <dt>{WORDS.to}</dt><dd>{mail.to.map((address) => <a href={`/dev/mail?${new URLSearchParams({ to: address })}`}>{address}</a>)}</dd>
        <dt>{WORDS.date}</dt><dd><Time at={mail.date} /></dd>
      </dl>
      {mail.html && (
        <>
          <h2>{WORDS.asHtml}</h2>
          {/* No scripts, no forms, an origin of its own; a pressed link leaves the frame. */}
          <iframe title={WORDS.asHtml} sandbox="allow-top-navigation-by-user-activation allow-popups" srcdoc={framed(mail.html)} />
        </>
      )}
      <h2>{WORDS.asText}</h2>
      <pre dir="auto">{linked(mail.text)}</pre>
      <h2>{WORDS.headers}</h2>
      <dl>{Object.entries(mail.headers).map(([name, value]) => <><dt>{name}</dt><dd>{value}</dd></>)}</dl>
    </>
  ));
}

export const gonePage = (): string => page(WORDS.title, <><h1>{WORDS.gone}</h1><p><a href="/dev/mail">{WORDS.all}</a></p></>);

function Time({ at }: { at: string }) {
  return <time dateTime={at}>{at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>;
}

const FRAME_RULES = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><base target="_top">`;

/** The mail's own document, with its links leading out of the frame and nothing fetched from anywhere. */
const framed = (html: string): string => (/<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + FRAME_RULES) : FRAME_RULES + html);

function linked(text: string): ComponentChildren[] {
  return text.split(/(https?:\/\/\S+)/).map((part, index) => (index % 2 === 1 ? <a href={part}>{part}</a> : part));
}
