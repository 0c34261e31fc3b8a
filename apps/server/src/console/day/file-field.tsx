import { type JSX } from 'preact';
import { fieldId } from '../../ui/index.js';

/** One file, from a folder or straight from the camera. */
export function FileField({ name, label, hint, accept, error }: { name: string; label: string; hint?: string; accept?: string; error?: string }): JSX.Element {
  const id = fieldId(name);
  return (
    <div class={`field${error ? ' faulty' : ''}`}>
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      <input id={id} name={name} type="file" accept={accept} aria-invalid={error ? 'true' : undefined} aria-describedby={[error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined} />
      {error && <p class="fault" id={`${id}-error`}>{error}</p>}
    </div>
  );
}
