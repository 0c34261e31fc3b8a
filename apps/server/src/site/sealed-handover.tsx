import { type JSX } from 'preact';
import { type Handover, type Sample, type Seal, type SealCorrections } from '#libs/handovers';
import { formatEdtf, formatFigure } from '../i18n/index.js';
import { sampleSentences } from '../reading/sample-words.js';
import { Button, DefinitionList, type Definition, Document, Field, HandoverTag, Notice, Table, usePage, type PageContext } from '../ui/index.js';

export interface SealedHandoverView {
  handover: Handover;
  /** Titles of its petitions, with their addresses. */
  petitions: readonly { slug: string; title: string; lang: string }[];
  campaign: { title: string; lang: string; href: string };
  seal: Seal | null;
  corrections: SealCorrections | null;
  /** Those published, newest first. */
  samples: readonly Sample[];
}

/** What the script says, hidden in the page until it is so. */
const WORDS = ['working', 'offline', 'sound', 'unreadable', 'form', 'other', 'signature', 'no-signature', 'order', 'count', 'root', 'in', 'not-in', 'broken', 'code'] as const;

/** One handover for everybody: what was handed over, and how anyone can check it. */
export function SealedHandoverPage({ page, view }: { page: PageContext; view: SealedHandoverView }): JSX.Element {
  const { t, link } = page;
  const { handover, seal } = view;
  const place = t.place(handover.jurisdiction.id, handover.jurisdiction.name);
  const title = t('seal.page.title', { place });
  const sealed = seal?.statement ? seal : null;
  return (
    <Document page={page} title={title} demonstration={handover.demonstration} scripts={sealed ? ['verify-seal.js'] : []}>
      <div class="wrap"><div class="single">
        <p class="kicker"><a href={link(view.campaign.href)}><bdi lang={view.campaign.lang}>{view.campaign.title}</bdi></a></p>
        <HandoverTag state={handover.status === 'cancelled' ? 'planned' : handover.status} />
        <h1>{title}</h1>
        <DefinitionList items={factsOf(view)} />
        {sealed ? <Sealed view={view} seal={sealed} /> : <Notice look="plain"><p>{t(handover.record ? 'seal.page.printed' : 'seal.page.none')}</p></Notice>}
      </div></div>
    </Document>
  );

  function factsOf({ petitions }: SealedHandoverView): Definition[] {
    const { recipients, stated, date } = handover;
    return [
      { term: t('seal.page.day'), detail: date.edtf ? formatEdtf(t.locale, date.edtf) : t('site.handovers.undated') },
      { term: t('site.handovers.recipients'), detail: recipients.length === 0 ? t('site.handovers.recipients.unnamed') : <ul>{recipients.filter(({ metOnly }) => !metOnly).map((one, n) => <li key={n}><bdi>{[one.name, one.office, one.body].filter(Boolean).join(', ') || t('site.handovers.recipients.unnamed')}</bdi></li>)}</ul> },
      ...(stated ? [{ term: t('seal.page.presented'), detail: formatFigure(t, { value: stated.signatures, qualifier: stated.qualifier }) }] : []),
      ...(petitions.length > 0 ? [{ term: t('seal.page.petitions'), detail: <ul>{petitions.map((one) => <li key={one.slug}><a href={link(`/petitions/${one.slug}`)}><bdi lang={one.lang}>{one.title}</bdi></a></li>)}</ul> }] : []),
    ];
  }
}

function Sealed({ view, seal }: { view: SealedHandoverView; seal: Seal }): JSX.Element {
  const { t } = usePage();
  const { statement } = seal;
  if (!statement || !seal.key) return <></>;
  const api = `/api/v1/handovers/${view.handover.id}`;
  const { takenBack = 0, invalid = 0, duplicate = 0 } = view.corrections ?? {};
  const attested = statement.petitions.flatMap((one) => one.attested);
  return (
    <div data-seal="" data-api={api} data-root={seal.root} data-statement={seal.statementSha256} data-fingerprint={seal.key.fingerprint}>
      <section class="section" aria-labelledby="sealed">
        <h2 id="sealed">{t('seal.sealed.title')}</h2>
        <p class="lede">{t('seal.sealed.count', { n: statement.counted, instant: t.instant(seal.cutoff.toISOString()) })}</p>
        {takenBack + invalid + duplicate > 0 && <p>{t('seal.corrections', { takenBack, invalid, duplicate })}</p>}
        <Table caption={t('seal.cells')} columns={[{ label: t('seal.country') }, { label: t('seal.channel') }, { label: t('seal.counted'), figure: true }]}
          rows={statement.petitions.flatMap((one) => one.cells.map((cell) => ({ key: `${one.petition} ${cell.country} ${cell.channel}`, cells: [cell.country === 'other' ? t('seal.other') : t.place(cell.country), t(`seal.channel.${cell.channel}` as 'seal.channel.all'), t.number(cell.counted)] }))).slice(0, 400)} />
        {attested.length > 0 && <>
          <h3>{t('seal.attested')}</h3>
          <ul>{attested.map((one, n) => <li key={n}>{formatFigure(t, { value: one.count, qualifier: one.qualifier === 'more-than' ? 'lower-bound' : 'exact' })}: <bdi>{one.attestedBy}</bdi>, <bdi>{one.document}</bdi></li>)}</ul>
        </>}
        <p class="actions">
          <a href={`${api}/packet.pdf?language=${t.locale}`}>{t('seal.packet')}</a>
          <a href={`${api}/certificate.pdf?language=${t.locale}`}>{t('seal.certificate')}</a>
          <a href={`${api}/manifest.json`}>{t('seal.manifest')}</a>
        </p>
      </section>
      <section class="section" aria-labelledby="check">
        <h2 id="check">{t('seal.check.title')}</h2>
        <p>{t('seal.check.lede')}</p>
        <DefinitionList items={[
          { term: t('seal.root'), detail: <code class="hash" dir="ltr">{grouped(seal.root)}</code> },
          { term: t('seal.statement'), detail: <code class="hash" dir="ltr">{grouped(seal.statementSha256)}</code> },
          { term: t('seal.key'), detail: <code class="hash" dir="ltr">{grouped(seal.key.fingerprint)}</code> },
        ]} />
        <p data-unscripted="">{t('seal.check.command')} <code dir="ltr">npx countersign verify-manifest manifest.json</code></p>
        <div data-scripted="" hidden class="form">
          <Button type="button" data={{ 'data-check': '' }}>{t('seal.check.now')}</Button>
          <div class="field"><label for="f-manifest">{t('seal.check.file')}</label><input id="f-manifest" type="file" accept="application/json,.json" data-file="" /></div>
          <div role="status" data-say="manifest" />
        </div>
      </section>
      {view.samples.length > 0 && (
        <section class="section" aria-labelledby="sample">
          <h2 id="sample">{t('seal.sample.public.title')}</h2>
          <p>{t('seal.sample.public.lede')}</p>
          <DefinitionList items={view.samples.map((sample) => ({ term: t('seal.sample.public.of', { number: sample.number, all: sample.samplesOfSeal, seal: sample.sealNumber }), detail: <SampleTold sample={sample} /> }))} />
        </section>
      )}
      <section class="section" aria-labelledby="mine">
        <h2 id="mine">{t('seal.mine.title')}</h2>
        <p>{t('seal.mine.lede')}</p>
        <p data-unscripted="">{t('seal.check.command')} <code dir="ltr">npx countersign verify-manifest manifest.json --proof CODE --name NAME --email ADDRESS</code></p>
        <div data-scripted="" hidden>
          <form class="form" data-proof="" autocomplete="off">
            <Field name="code" label={t('seal.mine.code')} ltr required maxLength={600} autocomplete="off" />
            <Field name="name" label={t('seal.mine.name')} hint={t('seal.mine.name.hint')} required autocomplete="name" maxLength={200} />
            <Field name="email" type="email" label={t('seal.mine.email')} autocomplete="email" ltr maxLength={254} />
            <Button look="quiet">{t('seal.mine.button')}</Button>
          </form>
          <div role="status" data-say="proof" />
        </div>
      </section>
      {WORDS.map((word) => <div key={word} hidden data-word={word}><Notice look={word === 'sound' || word === 'in' ? 'good' : word === 'working' ? 'plain' : 'bad'}><p>{t(`seal.word.${word}`)}</p></Notice></div>)}
    </div>
  );
}

function SampleTold({ sample }: { sample: Sample }): JSX.Element {
  const { t } = usePage();
  const [first, ...others] = sampleSentences(t, sample);
  return <><p><strong>{first}</strong></p>{others.map((one) => <p key={one}>{one}</p>)}<p class="soft">{t('seal.sample.nonce')}: <bdi>{sample.nonce}</bdi></p></>;
}

const grouped = (hex: string | null): string => hex?.match(/.{1,8}/g)?.join(' ') ?? '';
