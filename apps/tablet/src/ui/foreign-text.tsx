import { type JSX } from 'preact';
import { languageOf, useTranslator } from '../i18n.js';

interface ForeignTextProps {
  text: string;
  /** BCP 47. */
  lang: string;
  as?: 'span' | 'p' | 'h1' | 'h2' | 'div' | 'strong';
  class?: string;
}

/** A text of the campaign's, with `lang` and `dir` where they differ from the screen's, so that it is read out and set right. */
export function ForeignText({ text, lang, as: Tag = 'span', class: name }: ForeignTextProps): JSX.Element {
  return <Tag class={name} {...languageOf(useTranslator(), lang)}>{text}</Tag>;
}

/** Says in which language a text is to be had, if it is not the one that was chosen. */
export function ForeignNote({ lang, chosen }: { lang: string; chosen: string }): JSX.Element | null {
  const t = useTranslator();
  return lang === chosen ? null : <p class="foreign-note">{t('common.lang.only', { language: t.language(lang) })}</p>;
}
