import { type JSX } from 'preact';
import { Button, Document, Notice, type PageContext } from '../ui/index.js';
import { AboutPetition } from './after-signing.js';
import { type PetitionRef } from './view-models.js';

export interface SampleQuestionView {
  petition: PetitionRef;
  action: string;
  /** Where one asks for the link to take a signature back. */
  withdraw: string;
  /** What was answered last; null: nothing yet. */
  answer: boolean | null;
  /** Whether answers are taken still. */
  open: boolean;
}

/** Behind the link of a mail to somebody drawn for a sample: opening it changes nothing, one of its buttons does, and the other undoes it. */
export function SampleQuestionPage({ page, view }: { page: PageContext; view: SampleQuestionView }): JSX.Element {
  const { t, link } = page;
  const { petition, answer, open } = view;
  const title = t(!open ? 'seal.question.over' : answer === null ? 'seal.question.title' : 'seal.question.thanks');
  return (
    <Document page={page} title={title} noindex demonstration={petition.demonstration}>
      <div class="wrap"><div class="single">
        <h1>{title}</h1>
        <AboutPetition message="seal.question.lede" petition={petition} />
        {answer !== null && <Notice look="good"><p>{t(answer ? 'seal.question.said-yes' : 'seal.question.said-no')}</p></Notice>}
        {open && (
          <>
            <p>{t(answer === null ? 'seal.question.why' : 'seal.question.change')}</p>
            <form method="post" action={link(view.action)}>
              <div class="actions">
                <Button name="answer" value="yes" look={answer === true ? 'quiet' : undefined}>{t('seal.question.yes')}</Button>
                <Button name="answer" value="no" look="quiet">{t('seal.question.no')}</Button>
              </div>
            </form>
          </>
        )}
        {answer === false && <p>{t('seal.question.take-back')} <a href={link(view.withdraw)}>{t('seal.question.take-back.link')}</a></p>}
        <p class="soft small">{t('seal.question.secret')}</p>
      </div></div>
    </Document>
  );
}
