import { type JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Kit, type KitPetition } from '#libs/stores';
import { type CustomerSigning } from '../core/types.js';
import { directionOf, localeFor, TranslatorProvider } from '../i18n.js';
import './customer.css';
import { EMPTY_DRAFT, personOf, startingCountry, type Draft, type DraftField } from './form-rules.js';
import { FormStep } from './form-step.js';
import { IdleDialog } from './idle-dialog.js';
import { LanguageStep } from './language-step.js';
import { NothingStep } from './nothing-step.js';
import { ChooseStep, PetitionStep } from './petition-step.js';
import { ReviewStep, type Failure } from './review-step.js';
import { Surrounded } from './step.js';
import { languagesOf, textFor, textIn } from './text-rules.js';
import { ThanksStep } from './thanks-step.js';
import { useIdle } from './use-idle.js';
import { wipe } from './wipe.js';

export interface CustomerFlowProps {
  tablet: { capture(signing: CustomerSigning): Promise<void> };
  /** Those that may be signed now (`openPetitions` of core). */
  petitions: readonly KitPetition[];
  kit: Kit;
  /** Signed, and thanked for. Both are called when nothing of the customer is on the screen any more; then the document goes too. */
  onDone: () => void;
  /** Stopped, or gone without a word. */
  onCancel: () => void;
}

type Place =
  | { step: 'language' | 'choose' | 'petition' | 'review' | 'thanks' }
  | { step: 'form'; begin: DraftField | null }
  | { step: 'gone'; signed: boolean };

/**
 * One customer from the language to the thanks. All of it lives in this component's memory: no address, no history, no storage, no
 * title says anything of it, and nothing typed can be copied for the next in line.
 */
export function CustomerFlow({ tablet, petitions, kit, onDone, onCancel }: CustomerFlowProps): JSX.Element | null {
  const root = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place>({ step: 'language' });
  const [language, setLanguage] = useState<string | null>(null);
  const [petitionId, setPetitionId] = useState<number | null>(null);
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [consent, setConsent] = useState(false);
  const [signing, setSigning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [withEmail, setWithEmail] = useState(false);
  /** Not state: two taps within one frame must see each other. */
  const busy = useRef(false);

  const spoken = language ?? kit.store.language;
  // Of several petitions, those that have the chosen language: nobody is shown a list in languages they did not choose.
  const offered = language === null ? petitions : inLanguage(petitions, language);
  const petition = offered.find(({ id }) => id === petitionId) ?? null;
  const text = petition && textFor(petition, spoken);

  const forget = (): void => {
    if (root.current) wipe(root.current);
    setDraft(EMPTY_DRAFT);
    setConsent(false);
  };
  const leave = (signed: boolean): void => {
    forget();
    setPlace({ step: 'gone', signed });
  };
  const idle = useIdle(place.step !== 'gone' && place.step !== 'thanks', () => leave(false));

  useLayoutEffect(() => {
    if (place.step === 'gone') (place.signed ? onDone : onCancel)();
  }, [place.step]);

  const open = (chosen: KitPetition): void => {
    // Typed before turning back to choose again: kept, except a country that the other petition does not take.
    const country = chosen.eligibility === 'residents' || draft.country === '' ? startingCountry(chosen, kit.store.country) : draft.country;
    setDraft({ ...draft, country });
    setPetitionId(chosen.id);
    setConsent(false);
    setPlace({ step: 'petition' });
  };
  const speak = (chosen: string): void => {
    setLanguage(chosen);
    const [only, ...more] = inLanguage(petitions, chosen);
    if (only && more.length === 0) open(only);
    else setPlace({ step: 'choose' });
  };

  const sign = async (): Promise<void> => {
    if (busy.current || !petition || !text) return;
    busy.current = true;
    setSigning(true);
    setFailure(null);
    try {
      const person = personOf(draft);
      await tablet.capture({ petitionId: petition.id, textVersion: text.version, language: text.language, ...person });
      setWithEmail(person.email !== null);
      forget();
      // A customer who was gone by then is not thanked on the next one's screen.
      setPlace((now) => (now.step === 'gone' ? now : { step: 'thanks' }));
    } catch (error) {
      setFailure(failureOf(error));
      scrollTo(0, 0);
    } finally {
      busy.current = false;
      setSigning(false);
    }
  };

  if (place.step === 'gone') return null;
  const locale = localeFor(spoken);
  return (
    <TranslatorProvider locale={locale}>
      <Surrounded value={{ kit, language: spoken, stop: () => leave(false) }}>
        <div ref={root} class="customer" lang={locale} dir={directionOf(locale)} translate={false} onCopy={refuse} onCut={refuse} onDragStart={refuse}>
          {stepShown()}
          {idle.secondsLeft !== null && <IdleDialog secondsLeft={idle.secondsLeft} onStay={idle.stay} onLeave={() => leave(false)} />}
        </div>
      </Surrounded>
    </TranslatorProvider>
  );

  function stepShown(): JSX.Element | null {
    if (petitions.every(({ texts }) => texts.length === 0)) return <NothingStep key="nothing" onDone={() => leave(false)} />;
    if (place.step === 'gone') return null;
    if (place.step === 'thanks') return <ThanksStep key="thanks" withEmail={withEmail} contact={petition?.contact ?? null} onDone={() => leave(true)} />;
    if (place.step === 'language' || language === null) return <LanguageStep key="language" languages={languagesOf(petitions, kit.store.language)} onChoose={speak} />;
    if (place.step === 'choose' || !petition || !text) return <ChooseStep key="choose" petitions={offered} language={language} onBack={() => setPlace({ step: 'language' })} onChoose={(id) => { const chosen = offered.find((one) => one.id === id); if (chosen) open(chosen); }} />;
    switch (place.step) {
      case 'petition':
        return <PetitionStep key="petition" petition={petition} text={text} language={language} onGo={() => setPlace({ step: 'form', begin: null })} onBack={() => setPlace({ step: offered.length > 1 ? 'choose' : 'language' })} />;
      case 'form':
        return <FormStep key="form" petition={petition} draft={draft} begin={place.begin} onChange={(change) => setDraft((now) => ({ ...now, ...change }))} onGo={() => setPlace({ step: 'review' })} onBack={() => setPlace({ step: 'petition' })} />;
      case 'review':
        return (
          <ReviewStep key="review" petition={petition} text={text} draft={draft} controller={petition.controller ?? kit.campaign.title[spoken] ?? kit.campaign.slug} consent={consent} onConsent={setConsent}
            signing={signing} failure={failure} onSign={() => void sign()} onChange={(field) => setPlace({ step: 'form', begin: field })} onBack={() => setPlace({ step: 'form', begin: null })} />
        );
    }
  }
}

const inLanguage = (petitions: readonly KitPetition[], language: string): KitPetition[] => petitions.filter((petition) => textIn(petition, language) !== null);

/** What was typed shall not lie in the clipboard when the next customer presses "paste". */
const refuse = (event: Event): void => event.preventDefault();

/** By name and not by class, so that the signing path does not need core's classes to be one module. Says nothing of what was typed. */
function failureOf(error: unknown): Failure {
  switch (error instanceof Error ? error.name : '') {
    case 'StorageFull': return 'storage-full';
    case 'StorageBroken': return 'storage-broken';
    case 'NoKey': return 'no-key';
    case 'NotPaired': return 'not-paired';
    default: return 'unknown';
  }
}
