import { Fragment, type JSX } from 'preact';
import { directionOf, localeFor, LOCALES, ownName, translatorOf, useTranslator } from '../i18n.js';
import { ChoiceList } from '../ui/index.js';
import { Step } from './step.js';

/** The first question, in every language the screens speak: whoever is handed the tablet must find their own. */
export function LanguageStep({ languages, onChoose }: { languages: readonly string[]; onChoose: (language: string) => void }): JSX.Element {
  const t = useTranslator();
  return (
    <Step title={t('customer.language.title')} width="wide" middle kicker={LOCALES.filter((locale) => locale !== t.locale).map((locale, index) => (
      <Fragment key={locale}>{index > 0 && ' · '}<bdi lang={locale}>{translatorOf(locale)('customer.language.title')}</bdi></Fragment>
    ))}>
      <div class="languages"><ChoiceList onChoose={onChoose} choices={languages.map((language) => ({
        value: language, label: ownName(language), lang: language, dir: directionOf(language), note: buttonsNote(language),
      }))} /></div>
    </Step>
  );
}

/** Where the screens do not speak the text's language they say so beforehand, in the language they will speak. */
function buttonsNote(language: string): JSX.Element | null {
  const locale = localeFor(language);
  if (locale === language.split('-')[0]) return null;
  const t = translatorOf(locale);
  return <span lang={locale} dir={t.dir}>{t('customer.language.buttons', { language: t.language(locale) })}</span>;
}
