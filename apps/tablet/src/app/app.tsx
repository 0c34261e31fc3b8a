import { type JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { type KitPetition } from '#libs/stores';
import { openPetitions, type Tablet } from '../core/tablet.js';
import { CustomerFlow } from '../customer/index.js';
import { localeFor, TranslatorProvider, useTranslator, type Locale } from '../i18n.js';
import { About } from '../staff/about.js';
import { Awaiting } from '../staff/awaiting.js';
import { Staff } from '../staff/frame.js';
import { Lock } from '../staff/lock.js';
import { Pairing } from '../staff/pairing.js';
import { PinGate, SetPin } from '../staff/pin.js';
import { Refused } from '../staff/refused.js';
import { ShiftEnded, type ShiftFigures } from '../staff/shift.js';
import { Till } from '../staff/till.js';
import { collects } from '../staff/trouble.js';
import { Typing } from '../staff/typing/typing.js';
import { StorageClosed, Unsupported } from '../staff/unsupported.js';
import { freshDocument, rememberTill, tillMemory } from './fresh-document.js';
import { type Link } from './link.js';
import { useAutoLock } from './use-auto-lock.js';
import { useTabletState } from './use-tablet.js';

/** What is on the screen. `till` and `lock` are the idle ones: there, and only there, a new version may take over. */
type Place =
  | { at: 'till' | 'lock' | 'about' | 'pin' | 'pairing' }
  | { at: 'typing' | 'typing-gate'; number: string | null }
  | { at: 'customer'; petitions: readonly KitPetition[] }
  | { at: 'shift-ended'; figures: ShiftFigures };

export interface AppProps {
  tablet: Tablet;
  link: Link | null;
  /** Told each time the idle screen comes or goes. */
  onIdle: (idle: boolean) => void;
}

export function App({ tablet, link, onIdle }: AppProps): JSX.Element {
  const state = useTabletState(tablet);
  const [chosen, setChosen] = useState<Locale | null>(() => tillMemory().locale);
  const locale = chosen ?? localeFor(state.kit?.store.language ?? navigator.language);
  const choose = (next: Locale): void => {
    setChosen(next);
    rememberTill({ ...tillMemory(), locale: next });
  };
  return (
    <TranslatorProvider locale={locale}>
      <Staff.Provider value={{ choose, storeName: state.device?.storeName ?? null, demonstration: state.kit?.campaign.demonstration ?? false }}>
        <Screens tablet={tablet} link={link} onIdle={onIdle} />
      </Staff.Provider>
    </TranslatorProvider>
  );
}

function Screens({ tablet, link, onIdle }: AppProps): JSX.Element {
  const t = useTranslator();
  const state = useTabletState(tablet);
  const [place, setPlace] = useState<Place>(() => beginning(tablet, link));
  const [pinDeclined, setPinDeclined] = useState(() => tillMemory().pinDeclined);
  const [typed, setTyped] = useState(false);
  const scanned = link?.kind === 'pair' ? link : null;

  const ready = state.phase === 'ready';
  // Asked once, before the first customer; a manager who lifts a forgotten PIN has it asked again.
  const wantsPin = ready && !state.pinSet && !pinDeclined && (place.at === 'till' || place.at === 'lock');
  // While nothing can be collected nobody is disturbed by a new version, except where a code is being typed.
  const pairing = state.phase === 'unpaired' || (place.at === 'pairing' && !ready);
  const idle = ready ? (place.at === 'till' || place.at === 'lock') && !wantsPin : !(pairing && (typed || scanned !== null));
  useLayoutEffect(() => onIdle(idle), [idle]);

  const customer = place.at === 'customer';
  useLayoutEffect(() => {
    // The customer's own steps are in the customer's language and say so themselves.
    document.documentElement.lang = t.locale;
    document.documentElement.dir = t.dir;
    document.title = t('common.app');
  }, [t, customer]);

  const lock = (): void => {
    rememberTill({ ...tillMemory(), open: false });
    setPlace({ at: 'lock' });
  };
  const declinePin = (): void => {
    rememberTill({ ...tillMemory(), pinDeclined: true });
    setPinDeclined(true);
  };
  const toTill = (): void => {
    rememberTill({ ...tillMemory(), open: true });
    setPlace({ at: 'till' });
  };
  useAutoLock(ready && state.pinSet && place.at !== 'lock' && !customer, lock);

  if (state.phase === 'unsupported') return state.trouble === 'none' ? <Unsupported missing="browser" /> : <StorageClosed />;
  if (state.phase === 'unpaired') return <Pairing tablet={tablet} scanned={scanned} onTyped={() => setTyped(true)} />;
  if (place.at === 'pairing' && state.phase !== 'ready') return <Pairing tablet={tablet} scanned={scanned} onTyped={() => setTyped(true)} onCancel={toTill} onPaired={toTill} />;
  if (state.phase === 'awaiting') return <Awaiting tablet={tablet} onPairAnew={() => setPlace({ at: 'pairing' })} />;
  // Whoever is signing when the word comes may finish: what they sign is kept.
  if (state.phase === 'refused' && !customer) return <Refused tablet={tablet} onPairAnew={() => setPlace({ at: 'pairing' })} />;
  if (wantsPin) return <SetPin tablet={tablet} onDone={toTill} onSkip={declinePin} skipLabel={t('staff.pin.set.skip')} />;

  switch (place.at) {
    case 'customer':
      return state.kit
        ? <CustomerFlow tablet={tablet} petitions={place.petitions} kit={state.kit} onDone={() => freshDocument(tillMemory())} onCancel={() => freshDocument(tillMemory())} />
        : <StorageClosed />;
    case 'lock':
      return <Lock tablet={tablet} maySign={collects(state.trouble) && openPetitions(state, tablet.now()).length > 0} onUnlock={toTill}
        onSign={() => setPlace({ at: 'customer', petitions: openPetitions(state, tablet.now()) })} />;
    case 'shift-ended':
      return <ShiftEnded figures={place.figures} onDone={toTill} />;
    case 'about':
      return <About tablet={tablet} onPin={() => setPlace({ at: 'pin' })} onBack={toTill} />;
    case 'pin':
      return <ChangePin tablet={tablet} pinSet={state.pinSet} onDone={toTill} />;
    case 'typing-gate':
      return <PinGate tablet={tablet} title={t('staff.type.open')} onRight={() => setPlace({ at: 'typing', number: place.number })} onCancel={toTill} />;
    case 'typing':
      return <Typing tablet={tablet} scanned={place.number} onBack={toTill} />;
    case 'till':
    case 'pairing':
      return <Till tablet={tablet} onLock={state.pinSet ? lock : null} onAbout={() => setPlace({ at: 'about' })} onShiftEnded={(figures) => setPlace({ at: 'shift-ended', figures })}
        onType={() => setPlace({ at: state.pinSet ? 'typing-gate' : 'typing', number: null })} onHandOver={(petitions) => setPlace({ at: 'customer', petitions })} />;
  }
}

/** Where a new document begins: locked, if there is a PIN and the till was not open before it; at the sheet that was scanned. */
function beginning(tablet: Tablet, link: Link | null): Place {
  const { pinSet, phase } = tablet.state;
  if (link?.kind === 'sheet') return { at: pinSet ? 'typing-gate' : 'typing', number: link.number };
  if (link?.kind === 'pair' && phase === 'refused') return { at: 'pairing' };
  return { at: pinSet && !tillMemory().open ? 'lock' : 'till' };
}

/** Whoever changes the PIN knows the one there is. */
function ChangePin({ tablet, pinSet, onDone }: { tablet: Tablet; pinSet: boolean; onDone: () => void }): JSX.Element {
  const t = useTranslator();
  const [known, setKnown] = useState(!pinSet);
  return known
    ? <SetPin tablet={tablet} onDone={onDone} onSkip={onDone} skipLabel={t('common.cancel')} />
    : <PinGate tablet={tablet} title={t('staff.about.pin')} onRight={() => setKnown(true)} onCancel={onDone} />;
}
