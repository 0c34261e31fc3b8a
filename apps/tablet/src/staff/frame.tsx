import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { LOCALES, ownName, useTranslator, type Locale } from '../i18n.js';
import { Screen } from '../ui/index.js';

export interface StaffSettings {
  readonly choose: (locale: Locale) => void;
  readonly storeName: string | null;
  readonly demonstration: boolean;
}

/** What every staff screen has in its head, given once. */
export const Staff = createContext<StaffSettings>({ choose: () => undefined, storeName: null, demonstration: false });

interface StaffScreenProps {
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  /** Beside the language: the lock. */
  head?: ComponentChildren;
  kicker?: string;
  width?: 'narrow' | 'wide';
  middle?: boolean;
}

export function StaffScreen({ title, children, actions, head, kicker, width, middle }: StaffScreenProps): JSX.Element {
  const t = useTranslator();
  const { storeName, demonstration } = useContext(Staff);
  return (
    <Screen title={title} kicker={kicker} name={storeName ?? undefined} strip={demonstration ? t('common.demonstration') : undefined} width={width} middle={middle} actions={actions}
      head={<span class="staff-head"><LanguageSwitch />{head}</span>}>
      {children}
    </Screen>
  );
}

function LanguageSwitch(): JSX.Element {
  const t = useTranslator();
  const { choose } = useContext(Staff);
  return (
    <select class="language-switch" aria-label={t('staff.language')} value={t.locale} autocomplete="off" onChange={(event) => choose(event.currentTarget.value as Locale)}>
      {LOCALES.map((locale) => <option key={locale} value={locale} lang={locale} selected={locale === t.locale}>{ownName(locale)}</option>)}
    </select>
  );
}
