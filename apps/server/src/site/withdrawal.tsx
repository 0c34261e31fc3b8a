import { type JSX } from 'preact';
import { Button, ButtonLink, Document, ErrorSummary, Field, Hidden, Select, Text, type PageContext } from '../ui/index.js';
import { AboutPetition } from './after-signing.js';
import { fieldErrors } from './sign-form.js';
import { type WithdrawView, type WithdrawalRequestView, type WithdrawnView } from './view-models.js';

/** Behind the withdrawal link: what it means, one button to do it, one to leave things as they are. */
export function WithdrawPage({ page, view }: { page: PageContext; view: WithdrawView }): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={t('site.withdraw.title')} noindex demonstration={view.petition.demonstration}>
      <div class="wrap"><div class="single">
        <h1>{t('site.withdraw.title')}</h1>
        <AboutPetition message="site.withdraw.lede" petition={view.petition} />
        <ul class="bullets">
          <li>{t('site.withdraw.consequence.count')}</li>
          <li>{t('site.withdraw.consequence.data')}</li>
          <li>{t('site.withdraw.consequence.handed')}</li>
          <li>{t('site.withdraw.consequence.again')}</li>
        </ul>
        <form method="post" action={link(view.action)}>
          <div class="actions"><Button look="danger">{t('site.withdraw.button')}</Button><ButtonLink look="quiet" href={link(view.petition.href)}>{t('site.withdraw.keep')}</ButtonLink></div>
        </form>
      </div></div>
    </Document>
  );
}

export function WithdrawnPage({ page, view }: { page: PageContext; view: WithdrawnView }): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={t('site.withdrawn.title')} noindex demonstration={view.petition.demonstration}>
      <div class="wrap"><div class="single">
        <h1>{t('site.withdrawn.title')}</h1>
        <p class="lede">{t('site.withdrawn.text')}</p>
        <p><a href={link(view.petition.href)}>{t('site.back-petition')}</a></p>
      </div></div>
    </Document>
  );
}

/** For those who no longer have the link: an address, and always the same answer. */
export function WithdrawalRequestPage({ page, view }: { page: PageContext; view: WithdrawalRequestView }): JSX.Element {
  const { t, link } = page;
  const errors = fieldErrors(t, view.faults);
  const fault = (field: string) => errors.find((error) => error.field === field)?.message;
  return (
    <Document page={page} title={t('site.withdraw-request.title')} noindex>
      <div class="wrap"><div class="single">
        <ErrorSummary errors={errors} />
        <h1>{t('site.withdraw-request.title')}</h1>
        <p class="lede">{t('site.withdraw-request.lede')}</p>
        <form class="form" method="post" action={link(view.action)} noValidate>
          {view.petition
            ? <><Hidden name="petition" value={view.petition.slug} /><p><span class="soft">{t('site.withdraw-request.petition')}</span><br /><Text as="strong" value={view.petition.title} /></p></>
            : <Select name="petition" label={t('site.withdraw-request.petition')} value={view.values.petition} error={fault('petition')} required
                options={[
                  // Nobody's petition stands first: the one that was signed has to be chosen.
                  { value: '', label: t('site.withdraw-request.choose') },
                  ...view.petitions.map(({ slug, title, place }) => ({ value: slug, label: `${t.place(place.id, place.name)} · ${title.text}`, lang: title.lang === t.locale ? undefined : title.lang })),
                ]} />}
          <Field name="email" type="email" label={t('site.form.email')} value={view.values.email} autocomplete="email" inputmode="email" maxLength={254} ltr required error={fault('email')} />
          <Button>{t('site.withdraw-request.button')}</Button>
        </form>
      </div></div>
    </Document>
  );
}

export function WithdrawalRequestedPage({ page }: { page: PageContext }): JSX.Element {
  const { t, link } = page;
  return (
    <Document page={page} title={t('site.withdraw-requested.title')} noindex>
      <div class="wrap"><div class="single">
        <h1>{t('site.withdraw-requested.title')}</h1>
        <p class="lede">{t('site.withdraw-requested.text')}</p>
        <p><a href={link('/')}>{t('site.back-home')}</a></p>
      </div></div>
    </Document>
  );
}
