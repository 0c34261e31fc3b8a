import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { type Kit } from '#libs/stores';
import { useTranslator, type Direction } from '../i18n.js';
import { Button, ForeignText, Progress, Screen } from '../ui/index.js';
import { titleIn } from './text-rules.js';

interface Surroundings {
  kit: Kit;
  /** Of the text to be signed; the store's before it is chosen. */
  language: string;
  stop: () => void;
}

const Around = createContext<Surroundings | null>(null);
export const Surrounded = Around.Provider;

interface StepProps {
  title: ComponentChildren;
  titleLanguage?: { lang?: string; dir?: Direction };
  kicker?: ComponentChildren;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  /** 1 to 3: the text, the details, the check. Choosing and thanks are none. */
  number?: number;
  width?: 'narrow' | 'wide';
  middle?: boolean;
  /** Nothing is left to stop. */
  ended?: boolean;
}

const STEPS = 3;

/** The frame around every step of a customer: whose campaign, how far, and a way out. */
export function Step({ title, titleLanguage, kicker, children, actions, number, width, middle, ended }: StepProps): JSX.Element {
  const t = useTranslator();
  const around = useContext(Around);
  const campaign = around && titleIn(around.kit.campaign.title, around.language, around.kit.campaign.defaultLanguage);
  return (
    <Screen title={title} titleLanguage={titleLanguage} kicker={kicker} actions={actions} width={width} middle={middle}
      name={campaign && <ForeignText text={campaign.text} lang={campaign.lang} />}
      strip={around?.kit.campaign.demonstration ? t('common.demonstration') : undefined}
      progress={number && <Progress step={number} of={STEPS} />}
      head={around && !ended && <Button look="link" label={t('customer.stop.hint')} onPress={around.stop}>{t('customer.stop')}</Button>}>
      {children}
    </Screen>
  );
}
