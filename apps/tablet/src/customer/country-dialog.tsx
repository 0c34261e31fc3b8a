import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useTranslator } from '../i18n.js';
import { Button, ChoiceList, Dialog, Field } from '../ui/index.js';
import { searchCountries } from './country-rules.js';

/** All countries by name, with a search that takes the screen's language and English. One press chooses. */
export function CountryDialog({ country, onChoose, onClose }: { country: string; onChoose: (code: string) => void; onClose: () => void }): JSX.Element {
  const t = useTranslator();
  const [typed, setTyped] = useState('');
  const found = searchCountries(t.locale, typed);
  const only = found.length === 1 ? found[0] : undefined;
  return (
    <Dialog title={t('customer.form.country')} tall onClose={onClose} actions={<Button look="quiet" onPress={onClose}>{t('common.cancel')}</Button>}>
      <div class="country-search">
        <Field label={t('customer.form.country.search')} value={typed} onInput={setTyped} inputMode="search" enterKey="done" onEnter={() => { if (only) onChoose(only.code); }} />
      </div>
      <p class="visually-hidden" role="status">{typed && t('customer.form.country.found', { n: found.length })}</p>
      {found.length === 0
        ? <p class="soft">{t('customer.form.country.none')}</p>
        : <ChoiceList look="list" label={t('customer.form.country')} onChoose={onChoose} choices={found.map(({ code, name }) => ({ value: code, label: name, current: code === country }))} />}
    </Dialog>
  );
}
