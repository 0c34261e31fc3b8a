import { Fragment, type JSX } from 'preact';
import { Lexer, type Token, type Tokens } from 'marked';
import { languageOf, usePage, type LocalText } from './page.js';

/** Where a link in a text may lead; anything else stays what was typed. */
const SAFE_LINK = /^(https:\/\/[^\s/]+|mailto:[^\s@]+@[^\s@]+)/i;

const tokensOf = (text: string): Token[] => new Lexer({ gfm: false }).lex(text);

/**
 * A text with few marks: paragraphs, lists, emphasis, links. Read by `marked`, drawn by our own hand from a list of what is
 * allowed: everything else, HTML above all, is shown as the characters that were typed.
 */
export function Prose({ value, lead }: { value: LocalText; lead?: string }): JSX.Element {
  const { t } = usePage();
  const language = languageOf(t, value.lang);
  const blocks = tokensOf(value.text).filter(({ type }) => type !== 'space');
  return <>{blocks.map((token, n) => <Block key={n} token={token} name={n === 0 && lead ? lead : 'prose'} language={language} />)}</>;
}

function Block({ token, name, language }: { token: Token; name: string; language: { lang?: string; dir?: 'ltr' | 'rtl' } }): JSX.Element {
  if (token.type === 'list') {
    const list = token as Tokens.List;
    const items = list.items.map((item, n) => <li key={n}>{item.tokens.map((inner, m) => <Fragment key={m}>{inline('tokens' in inner && inner.tokens ? inner.tokens : [inner])}</Fragment>)}</li>);
    return list.ordered ? <ol class="prose" start={list.start === '' ? 1 : list.start} {...language}>{items}</ol> : <ul class="bullets prose" {...language}>{items}</ul>;
  }
  if (token.type === 'paragraph') return <p class={name} {...language}>{inline((token as Tokens.Paragraph).tokens)}</p>;
  return <p class={name} {...language}>{token.raw.trim()}</p>;
}

function inline(tokens: readonly Token[]): JSX.Element[] {
  return tokens.map((token, n) => <Fragment key={n}>{inlineOne(token)}</Fragment>);
}

function inlineOne(token: Token): JSX.Element | JSX.Element[] | string {
  switch (token.type) {
    case 'strong': return <strong>{inline((token as Tokens.Strong).tokens)}</strong>;
    case 'em': return <em>{inline((token as Tokens.Em).tokens)}</em>;
    case 'br': return <br />;
    case 'escape': return (token as Tokens.Escape).text;
    case 'link': {
      const { href, tokens } = token as Tokens.Link;
      return SAFE_LINK.test(href) ? <a href={href} rel="nofollow noopener">{inline(tokens)}</a> : token.raw;
    }
    case 'text': return 'tokens' in token && token.tokens ? inline(token.tokens) : token.raw;
    default: return token.raw;
  }
}

/** The same words without their marks, for where nothing can be drawn: descriptions, mails, papers. */
export function plainProse(text: string): string {
  return tokensOf(text).map(plainOf).join('').replace(/\n{3,}/g, '\n\n').trim();
}

function plainOf(token: Token): string {
  switch (token.type) {
    case 'space': return '\n\n';
    case 'paragraph': return inlineText((token as Tokens.Paragraph).tokens);
    case 'list': return (token as Tokens.List).items.map((item, n) => `${(token as Tokens.List).ordered ? `${n + 1}.` : '–'} ${inlineText(item.tokens)}`).join('\n');
    default: return token.raw;
  }
}

function inlineText(tokens: readonly Token[]): string {
  return tokens.map((token) => {
    switch (token.type) {
      case 'escape': return (token as Tokens.Escape).text;
      case 'strong': case 'em': return inlineText((token as Tokens.Em).tokens);
      case 'link': return SAFE_LINK.test((token as Tokens.Link).href) ? inlineText((token as Tokens.Link).tokens) : token.raw;
      case 'text': case 'paragraph': return 'tokens' in token && token.tokens ? inlineText(token.tokens) : token.raw;
      default: return token.raw;
    }
  }).join('');
}
