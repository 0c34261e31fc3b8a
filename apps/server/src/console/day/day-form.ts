import { FIGURE_QUALIFIERS, HOLD_OUTCOMES, RECEIPTS, type RecordDay } from '#libs/handovers';
import { embargoFrom } from '../../api/handovers/day-input.js';
import { type Locale } from '../../i18n/index.js';
import { edtfFrom } from '../date-words.js';
import { figureOf, type FormBody, listOf, textOf, textOrNull } from '../form-body.js';

/** The one form of the day, as it came. */
export function dayFrom(body: FormBody, locale: Locale, files: { receiptDocument: string | null; photo: string | null }): RecordDay {
  const oneOf = <Value extends string>(values: readonly Value[], name: string): Value | undefined => values.find((value) => value === textOf(body, name));
  const signatures = figureOf(body, 'signatures');
  const heldOn = edtfFrom(textOf(body, 'heldOn'), locale);
  const quoteLanguage = textOf(body, 'quoteLanguage');
  return {
    submission: textOf(body, 'submission'), outcome: oneOf(HOLD_OUTCOMES, 'outcome') ?? 'held', receipt: oneOf(RECEIPTS, 'receipt') ?? 'none',
    ...(heldOn === null ? {} : { heldOn }),
    ...(signatures === undefined ? {} : { signatures, qualifier: oneOf(FIGURE_QUALIFIERS, 'qualifier') ?? 'exact' }),
    receiptNumber: textOrNull(body, 'receiptNumber'), receiptDocument: files.receiptDocument, photo: files.photo, photoAgreed: textOf(body, 'photoAgreed') !== '',
    quote: textOrNull(body, 'quote'), quoteLanguage: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(quoteLanguage) ? quoteLanguage : locale, quoteBy: textOrNull(body, 'quoteBy'),
    attendance: listOf(body, 'attendance'), embargo: embargoFrom(textOrNull(body, 'embargoUntil'), textOrNull(body, 'embargoZone')),
  };
}
