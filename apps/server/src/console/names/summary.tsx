import { type JSX } from 'preact';
import { type NamesField } from '#libs/petitions';
import { type Translator } from '../../i18n/index.js';
import { DefinitionList, languageOf, usePage } from '../../ui/index.js';
import { inLanguage } from '../words.js';

export interface Demanded {
  law: Readonly<Record<string, string>>;
  office: Readonly<Record<string, string>>;
  fields: readonly string[];
  fingerprint: string;
}

const isField = (field: string): field is NamesField => ['name', 'postcode', 'town', 'country'].includes(field);

export const fieldsIn = (t: Translator, fields: readonly string[]): string => t.list(fields.filter(isField).map((field) => t(`names.field.${field}`)));

/** In groups of four, as one reads it out on the telephone. */
export const Fingerprint = ({ hex }: { hex: string }): JSX.Element => <code class="hash" dir="ltr">{hex.match(/.{1,4}/g)?.join(' ')}</code>;

/** Which law demands what for whom, as a second person has to see it. */
export function NamesSummary({ of: { law, office, fields, fingerprint }, language }: { of: Demanded; language: string }): JSX.Element {
  const { t } = usePage();
  const words = (all: Readonly<Record<string, string>>): JSX.Element => {
    const { text, lang } = inLanguage(all, language, t);
    return <span {...languageOf(t, lang)}>{text}</span>;
  };
  return (
    <DefinitionList items={[
      { term: t('names.what'), detail: fieldsIn(t, fields) }, { term: t('names.office'), detail: words(office) }, { term: t('names.law'), detail: words(law) },
      { term: t('names.key'), detail: <Fingerprint hex={fingerprint} /> },
    ]} />
  );
}
