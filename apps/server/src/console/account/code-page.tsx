import { type JSX } from 'preact';
import { Button, Field, Hidden, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, messageFor, PostForm } from '../views/frame.js';

/** The second step of the login. */
export function CodePage({ desk, view }: { desk: Desk; view: { next: string; errors: readonly FieldError[] } }): JSX.Element {
  const { t, link } = desk.page;
  return (
    <Frame desk={desk} title={t('account.code.title')} faulty={view.errors.length > 0}>
      <div class="single sheet narrow">
        <h1>{t('account.code.title')}</h1>
        <p class="soft">{t('account.code.lede')}</p>
        <PostForm action="/console/login/code" errors={view.errors}>
          <Hidden name="next" value={view.next} />
          <Field name="code" label={t('account.code.label')} hint={t('account.code.hint')} autocomplete="one-time-code" ltr required error={messageFor(view.errors, 'code')} />
          <Button wide>{t('account.code.submit')}</Button>
        </PostForm>
        <p><a href={link('/console/login')}>{t('account.code.back')}</a></p>
      </div>
    </Frame>
  );
}
