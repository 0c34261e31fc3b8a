import { type JSX } from 'preact';
import { type Handover, type HandoverFile } from '#libs/handovers';
import { formatEdtf } from '../../i18n/index.js';
import { DefinitionList, Tag, usePage } from '../../ui/index.js';
import { DocumentLink } from './document-link.js';
import { whenOf } from '../views/handover-lines.js';

/** From the booking to what became of the promises, in seven lines: what is done, and what is still to come; and its files. */
export function Story({ handover, sealedAt, files }: { handover: Handover; sealedAt: Date | null; files: readonly HandoverFile[] }): JSX.Element {
  const { t } = usePage();
  const held = handover.status === 'held' || handover.status === 'refused' || handover.status === 'absent';
  const answers = handover.responses.filter(({ kind }) => kind === 'answer' || kind === 'letter').length;
  const kept = handover.commitments.filter(({ status }) => status === 'fulfilled').length;
  const open = handover.commitments.filter(({ status }) => status === 'promised' || status === 'in-progress').length;
  const received = handover.day ? t(`day.receipt.kind.${handover.day.receipt.kind}`) : handover.responses.some(({ kind }) => kind === 'receipt') ? t('console.response.kind.receipt') : null;
  const steps: [string, string | null][] = [
    ['booked', whenOf(t, handover)],
    ['sealed', sealedAt && formatEdtf(t.locale, sealedAt.toISOString().slice(0, 10))],
    ['held', held ? t(`console.handover.status.${handover.status}`) : null],
    ['received', received],
    ['answered', answers > 0 ? t('promises.answers', { n: answers }) : null],
    ['promised', handover.commitments.length > 0 ? t('promises.count', { n: handover.commitments.length }) : null],
    ['became', handover.commitments.length > 0 ? t('promises.became', { kept, open }) : null],
  ];
  return (
    <DefinitionList items={[...steps.map(([step, told]) => ({
      term: t(`promises.step.${step}` as 'promises.step.booked'), detail: told ?? <Tag shape="ring" tone="plain">{t('promises.step.open')}</Tag>,
    })), ...(files.length > 0 ? [{ term: t('calendar.files'), detail: <ul>{files.map(({ file, label }) => <li key={file.id}><bdi>{label}</bdi><DocumentLink file={file} /></li>)}</ul> }] : [])]} />
  );
}
