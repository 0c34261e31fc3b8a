import { type JSX } from 'preact';
import { type HandoverListItem } from '#libs/handovers';
import { type Invitation } from '#libs/handovers';
import { Button, Document, Notice, type PageContext } from '../../ui/index.js';
import { recipientsLine, whenOf } from '../views/handover-lines.js';

/** Behind the link of an invitation: opening it changes nothing, its buttons do. */
export function InvitationPage({ page, view }: { page: PageContext; view: { invitation: Invitation; handover: HandoverListItem; action: string; answered: boolean } }): JSX.Element {
  const { t, link } = page;
  const { invitation, handover } = view;
  const title = t('calendar.invitation.title', { place: t.place(handover.jurisdiction.id, handover.jurisdiction.name) });
  return (
    <Document page={page} title={title} noindex demonstration={handover.demonstration}>
      <div class="wrap"><div class="single">
        <h1>{title}</h1>
        {view.answered && <Notice look="good" live><p>{t('calendar.invitation.thanks')}</p></Notice>}
        <p class="lede"><bdi>{invitation.name}</bdi></p>
        <p>{whenOf(t, handover)}{handover.place && <> · <bdi>{handover.place}</bdi></>}</p>
        <p><bdi>{recipientsLine(t, handover)}</bdi></p>
        <p>{t(`calendar.invitation.state.${invitation.state}`)}</p>
        <form method="post" action={link(view.action)}>
          <div class="actions">
            <Button name="answer" value="accepted">{t('calendar.invitation.accept')}</Button>
            <Button name="answer" value="declined" look="quiet">{t('calendar.invitation.decline')}</Button>
          </div>
        </form>
      </div></div>
    </Document>
  );
}
