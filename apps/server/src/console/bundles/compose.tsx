import { type JSX } from 'preact';
import { type Bundles, type Handover } from '#libs/handovers';
import { formatEdtf } from '../../i18n/index.js';
import { Button, EmptyState, type FieldError, Select, type SelectProps } from '../../ui/index.js';
import { type Desk } from '../desk.js';
import { Frame, Head, PostForm } from '../views/frame.js';

export interface ComposeView {
  handover: Handover;
  candidates: Awaited<ReturnType<Bundles['candidates']>>;
  earlier: Awaited<ReturnType<Bundles['earlier']>>;
  failed: readonly FieldError[];
}

/** One choice a country, since each counts once. */
export function ComposePage({ desk, view }: { desk: Desk; view: ComposeView }): JSX.Element {
  const { t, link } = desk.page;
  const { handover, candidates, earlier, failed } = view;
  const own = `/console/handovers/${handover.id}`;
  const countries = [...new Set(candidates.map(({ jurisdiction }) => jurisdiction))];
  const dayIn = (date: string | null): string => (date ? formatEdtf(t.locale, date) : t('bundles.no-date'));
  const choiceOf = (country: string): SelectProps => {
    const own = candidates.filter(({ jurisdiction }) => jurisdiction === country);
    return {
      name: `member-${country}`, label: t.place(country, own[0]?.name ?? country), value: own.find(({ chosen }) => chosen)?.id ?? '',
      options: [{ value: '', label: t('bundles.compose.newest') }, ...own.map(({ id, date, signatures }) => ({ value: id, label: [dayIn(date), signatures === null ? null : t('bundles.compose.figure', { n: signatures })].filter(Boolean).join(' · ') }))],
    };
  };
  return (
    <Frame desk={desk} title={t('bundles.compose.title')} section="handovers" faulty={failed.length > 0}>
      <Head title={t('bundles.compose.title')} lede={t('bundles.compose.lede')} back={{ href: link(own), label: t.place(handover.jurisdiction.id, handover.jurisdiction.name) }} />
      <PostForm action={`${own}/bundle`} errors={failed}>
        <Select name="supersedes" label={t('bundles.compose.earlier')} value={earlier.find(({ superseded }) => superseded)?.id ?? ''}
          options={[{ value: '', label: t('bundles.compose.earlier.none') }, ...earlier.map(({ id, date, title }) => ({ value: id, label: [dayIn(date), title].filter(Boolean).join(' · ') }))]} />
        {countries.length === 0 ? <EmptyState title={t('bundles.compose.none')} /> : (
          <fieldset>
            <legend>{t('bundles.compose.members')}</legend>
            {countries.map((country) => <Select key={country} {...choiceOf(country)} />)}
          </fieldset>
        )}
        <Button>{t('bundles.compose.save')}</Button>
      </PostForm>
    </Frame>
  );
}
