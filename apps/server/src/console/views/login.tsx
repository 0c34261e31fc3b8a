import { type JSX } from 'preact';
import { Button, Field, Hidden, type FieldError } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, messageFor, PostForm } from './frame.js';

export interface LoginView {
  email: string;
  /** Where to go then; a path of the console. */
  next: string;
  errors: readonly FieldError[];
}

export function LoginPage({ desk, view }: { desk: Desk; view: LoginView }): JSX.Element {
  const { t } = desk.page;
  return (
    <Frame desk={desk} title={t('console.login.title')} faulty={view.errors.length > 0}>
      <div class="single sheet narrow">
        <h1>{t('console.login.title')}</h1>
        <p class="soft">{t('console.login.lede')}</p>
        <PostForm action="/console/login" errors={view.errors}>
          <Hidden name="next" value={view.next} />
          <Field name="email" type="email" label={t('console.login.email')} value={view.email} autocomplete="username" inputmode="email" ltr required error={messageFor(view.errors, 'email')} />
          <Field name="password" type="password" label={t('console.login.password')} autocomplete="current-password" required ltr error={messageFor(view.errors, 'password')} />
          <Button wide>{t('console.login.submit')}</Button>
        </PostForm>
      </div>
    </Frame>
  );
}

export interface PasswordView {
  /** The password was given by someone else and has to go first. */
  forced: boolean;
  minimum: number;
  errors: readonly FieldError[];
}

export function PasswordPage({ desk, view }: { desk: Desk; view: PasswordView }): JSX.Element {
  const { t } = desk.page;
  const { errors } = view;
  return (
    <Frame desk={desk} title={t('console.password.title')} faulty={errors.length > 0}>
      <div class="single sheet narrow">
        <h1>{t('console.password.title')}</h1>
        <p class="soft">{t(view.forced ? 'console.password.forced' : 'console.password.lede')}</p>
        <PostForm action="/console/password" errors={errors}>
          <Field name="currentPassword" type="password" label={t('console.password.current')} autocomplete="current-password" required ltr error={messageFor(errors, 'currentPassword')} />
          <Field name="newPassword" type="password" label={t('console.password.new')} hint={t('console.password.hint', { min: view.minimum })} autocomplete="new-password" required ltr error={messageFor(errors, 'newPassword')} />
          <Field name="repeated" type="password" label={t('console.password.repeated')} autocomplete="new-password" required ltr error={messageFor(errors, 'repeated')} />
          <Button wide>{t('console.password.submit')}</Button>
        </PostForm>
      </div>
    </Frame>
  );
}
