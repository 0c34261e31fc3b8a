import { type JSX } from 'preact';
import { type DocumentRef } from '#libs/handovers';
import { usePage } from '../../ui/index.js';

/** A kept file with its hash. `inside`: for organisers; else at the address for everybody. */
export function DocumentLink({ file, inside = true }: { file: DocumentRef; inside?: boolean }): JSX.Element {
  const { t } = usePage();
  return (
    <p class="small">
      <a class="line-link" href={`${inside ? '/console' : ''}/documents/${file.id}`}><bdi>{file.name}</bdi></a>{' '}
      <span class="soft"><bdi class="hash" title={file.sha256}>{t('promises.document.hash', { hash: `${file.sha256.slice(0, 16)}…` })}</bdi></span>
    </p>
  );
}
