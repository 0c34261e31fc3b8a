import { type JSX } from 'preact';
import { type KitPetition, type KitText } from '#libs/stores';
import { languageOf, useTranslator } from '../i18n.js';
import { Button, ChoiceList, ForeignNote, ForeignText } from '../ui/index.js';
import { Step } from './step.js';
import { callsIn, paragraphs, textFor } from './text-rules.js';

export function ChooseStep({ petitions, language, onChoose, onBack }: { petitions: readonly KitPetition[]; language: string; onChoose: (id: number) => void; onBack: () => void }): JSX.Element {
  const t = useTranslator();
  return (
    <Step title={t('customer.choose.title')} width="wide" actions={<Button look="quiet" onPress={onBack}>{t('common.back')}</Button>}>
      <ChoiceList onChoose={(id) => onChoose(Number(id))} choices={petitions.flatMap((petition) => {
        const text = textFor(petition, language);
        return text ? [{ value: String(petition.id), label: text.title, note: t.country(petition.jurisdiction), ...languageOf(t, text.language) }] : [];
      })} />
    </Step>
  );
}

interface PetitionStepProps {
  petition: KitPetition;
  text: KitText;
  /** What was chosen; `text` may be in another. */
  language: string;
  onGo: () => void;
  onBack: () => void;
}

/**
 * The demand with its calls, who asks and what happens with the data: all of it before anything is typed. Going on says that one is old
 * enough, so that nobody too young types a name first.
 */
export function PetitionStep({ petition, text, language, onGo, onBack }: PetitionStepProps): JSX.Element {
  const t = useTranslator();
  const own = languageOf(t, text.language);
  const calls = callsIn(petition, text.language);
  const age = petition.minimumAge;
  return (
    <Step number={1} width="wide" title={text.title} titleLanguage={own} actions={<>
      <Button look="quiet" onPress={onBack}>{t('common.back')}</Button>
      <Button onPress={onGo} describedBy="too-young">{t('customer.petition.go', { age })}</Button>
    </>}>
      <div class="petition">
        <div class="petition-text">
          <ForeignNote lang={text.language} chosen={language} />
          <div class="demand" {...own}>{paragraphs(text.demand).map((paragraph) => <p key={paragraph}>{paragraph}</p>)}</div>
          {calls.length > 0 && <>
            <h2>{t('customer.petition.calls')}</h2>
            <ol class="calls">{calls.map((call, index) => <li key={index}><span class="call-number" aria-hidden="true">{t.number(index + 1)}</span><ForeignText text={call.text} lang={call.lang} /></li>)}</ol>
          </>}
        </div>
        <aside class="petition-side">
          {petition.eligibility === 'residents' && <p class="residents">{t('customer.petition.residents', { country: t.country(petition.jurisdiction) })}</p>}
          <dl class="facts">
            {petition.controller && <div><dt>{t('customer.petition.controller')}</dt><dd><bdi>{petition.controller}</bdi></dd></div>}
            {petition.contact && <div><dt>{t('customer.petition.contact')}</dt><dd><bdi>{petition.contact}</bdi></dd></div>}
          </dl>
          <p class="sealed"><Seal />{t('customer.petition.sealed')}</p>
          <p id="too-young">{t('customer.petition.younger', { age })}</p>
          {text.notice && (
            <details class="disclosure">
              <summary>{t('customer.petition.notice')}</summary>
              <div class="notice-text" {...own}>{paragraphs(text.notice).map((paragraph) => <p key={paragraph}>{paragraph}</p>)}</div>
            </details>
          )}
        </aside>
      </div>
    </Step>
  );
}

/** Closed and pressed shut. */
export function Seal(): JSX.Element {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.800" aria-hidden="true" focusable="false">
      <rect x="2" y="5" width="20" height="14" /><path d="m2 6 10 7.500L22 6" /><circle cx="12" cy="13.500" r="3.500" fill="currentColor" stroke="none" />
    </svg>
  );
}
