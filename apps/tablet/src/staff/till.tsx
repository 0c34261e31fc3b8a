import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type KitPetition } from '#libs/stores';
import { useMinute, useTabletState } from '../app/use-tablet.js';
import { openPetitions, type Tablet } from '../core/tablet.js';
import { titleIn } from '../customer/text-rules.js';
import { directionOf, useTranslator } from '../i18n.js';
import { Banner, Button, ChoiceList, type Choice } from '../ui/index.js';
import { StaffScreen } from './frame.js';
import { ShiftPanel, type ShiftFigures } from './shift.js';
import { StatusLine } from './status-line.js';
import { collects, TroubleBanner } from './trouble.js';

interface TillProps {
  tablet: Tablet;
  /** Empty: the customer chooses among all that are open. */
  onHandOver: (petitions: readonly KitPetition[]) => void;
  onType: () => void;
  onAbout: () => void;
  onShiftEnded: (figures: ShiftFigures) => void;
  /** Null: there is no PIN to lock with. */
  onLock: (() => void) | null;
}

/** The staff's idle screen: what was captured, the way to the customer, and in one line whether all is well. */
export function Till({ tablet, onHandOver, onType, onAbout, onShiftEnded, onLock }: TillProps): JSX.Element {
  const t = useTranslator();
  useMinute();
  const state = useTabletState(tablet);
  const petitions = openPetitions(state, tablet.now());
  const inStore = state.capturedToday + state.othersToday;
  return (
    <StaffScreen width="wide" kicker={state.device?.name} title={t('staff.till.title')} actions={<StatusLine tablet={tablet} />}
      head={onLock && <Button look="quiet" onPress={onLock}>{t('staff.lock.now')}</Button>}>
      <div class="till">
        {state.trouble !== 'none' && state.trouble !== 'offline' && <div class="till-trouble"><TroubleBanner trouble={state.trouble} /></div>}
        <section class="till-hand">
          <div class="captured">
            <p><strong>{t.number(inStore)}</strong> <span>{t('staff.till.captured', { n: inStore })}</span></p>
            <div class="soft small">
              {state.typedToday > 0 && <p>{t('staff.till.typed', { n: state.typedToday })}</p>}
              {state.othersToday > 0 && <p>{t('staff.till.captured.here', { n: state.capturedToday })}</p>}
              <p>{t(state.othersToday > 0 ? 'staff.till.captured.note.store' : 'staff.till.captured.note')}</p>
            </div>
          </div>
          {petitions.length === 0
            ? <Banner title={t('staff.till.none.title')}><p>{t('staff.till.none.text')}</p></Banner>
            : collects(state.trouble) && <HandOver petitions={petitions} campaignLanguage={state.kit?.campaign.defaultLanguage ?? 'en'} onHandOver={onHandOver} />}
        </section>
        <div class="till-side">
          <ShiftPanel tablet={tablet} onEnded={onShiftEnded} />
          <nav class="till-more" aria-label={t('staff.more')}>
            <Button look="quiet" wide onPress={onType}>{t('staff.type.open')}</Button>
            <Button look="quiet" wide onPress={onAbout}>{t('staff.about.open')}</Button>
          </nav>
        </div>
      </div>
    </StaffScreen>
  );
}

function HandOver({ petitions, campaignLanguage, onHandOver }: { petitions: readonly KitPetition[]; campaignLanguage: string; onHandOver: TillProps['onHandOver'] }): JSX.Element {
  const t = useTranslator();
  const [pressed, setPressed] = useState(false);
  const hand = (chosen: readonly KitPetition[]): void => {
    // A nervous second tap must not open a second flow.
    if (pressed) return;
    setPressed(true);
    onHandOver(chosen);
  };
  return (
    <>
      <div class="hand-over"><Button wide onPress={() => hand(petitions)}>{t('staff.till.hand')}</Button></div>
      {petitions.length > 1 && (
        <div>
          <h2 class="small-heading">{t('staff.till.hand.one')}</h2>
          <ChoiceList look="list" label={t('staff.till.hand.one')} choices={petitions.map((petition) => choiceOf(petition, t.locale, campaignLanguage))}
            onChoose={(value) => hand(petitions.filter(({ id }) => String(id) === value))} />
        </div>
      )}
    </>
  );
}

/** In the staff's language where the petition has it, else in its own. */
function choiceOf(petition: KitPetition, locale: string, campaignLanguage: string): Choice {
  const titles = Object.fromEntries(petition.texts.map((text) => [text.language, text.title]));
  const title = titleIn(titles, locale, petition.defaultLanguage || campaignLanguage) ?? { text: petition.slug, lang: 'en' };
  return { value: String(petition.id), label: title.text, lang: title.lang, dir: directionOf(title.lang) };
}
