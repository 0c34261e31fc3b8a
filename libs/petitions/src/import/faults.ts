/** One thing wrong with a campaign file: where (JSON Pointer, RFC 6901), what (stable code) and in words. */
export interface Fault {
  path: string;
  code: FaultCode;
  message: string;
}

/** The sentences of the faults, in English as all words of the command line. `{value}` is what was found there. */
const MESSAGES = {
  // the text
  'too-big': 'The file is larger than 16 MB.',
  'not-json': 'The file is not JSON: {value}.',
  'too-deep': 'Objects and lists lie more than 32 deep.',
  'forbidden-key': 'The name {value} may not be used for a field.',
  'duplicate-key': 'The field {value} stands twice in the same object.',
  'unknown-format': 'No file has the format {value}.',
  // the schema
  'missing': 'This field is required.',
  'unknown-field': 'The format has no such field.',
  'wrong-type': 'This has to be {value}.',
  'not-allowed': 'Allowed are: {value}.',
  'bad-form': 'This is not in the form required here.',
  'bad-key': 'The name {value} is not in the form required here.',
  'too-short': 'This is shorter than {value}.',
  'too-long': 'This is longer than {value}.',
  'out-of-range': 'This number has to be {value}.',
  'too-few': 'There have to be at least {value}.',
  'too-many': 'There may be at most {value}.',
  'repeated': 'The same entry stands twice in the list.',
  // references
  'duplicate-id': 'The id {value} is used before.',
  'reserved-id': 'The id {value} stands for the campaign itself.',
  'unknown-goal': 'The campaign has no goal {value}.',
  'unknown-indicator': 'The campaign has no indicator {value}.',
  'unknown-instrument': 'The campaign has no instrument {value}.',
  'unknown-jurisdiction': 'The file has no jurisdiction {value}.',
  'unknown-document': 'There is no document {value} among the documents.',
  'unknown-group': 'The campaign has no group {value}.',
  'unknown-handover': 'There is no such handover here: {value}.',
  'unknown-call': 'There is no call to action {value}.',
  'call-of-another-jurisdiction': 'The call {value} was addressed to another jurisdiction.',
  'instrument-of-another-jurisdiction': 'The instrument {value} belongs to another country.',
  'id-of-another-jurisdiction': 'The id {value} does not begin with the id of what it belongs to.',
  'unknown-shared-petition': 'There is no region {value} whose petition could be shared.',
  'shared-by-a-stranger': 'The region {value} does not list this country as a member.',
  'shared-has-own-calls': 'A petition shared from a region has no calls to action of its own.',
  'shared-has-own-texts': 'A petition shared from a region has no texts of its own.',
  'region-does-not-list-it': 'The region {value} does not list this country as a member.',
  'unknown-time-zone': 'There is no time zone {value}.',
  'echo-without-campaign': 'A call echoes {value}, but campaign.echoesCampaign names no campaign.',
  'unknown-campaign': 'There is no campaign {value}: import it first.',
  'unknown-round': 'There is no round {value} among those covered.',
  'unknown-publication': 'There is no publication {value} in the file.',
  // the whole of a thing
  'source-missing': 'In a record this needs its source.',
  'as-of-missing': 'A record has to say as of when it stands.',
  'controller-missing': 'Petitions are open: the campaign has to name the controller of the data.',
  'retention-missing': 'Petitions are open: the campaign has to say how long data are kept.',
  'policies-missing': 'A petition that is a draft or open has to choose its policies.',
  'demonstration-indexed': 'A demonstration is not for search engines: noindex has to be true.',
  'demonstration-record': 'A record cannot be a demonstration.',
  'history-outside-demonstration': 'Synthetic signers belong into a demonstration only.',
  'shares-not-one': 'These shares add up to {value}, not to 1.',
  'status-not-in-record': 'In a record no petition is {value}.',
  'kind-differs-from-id': 'The id {value} is not that of a jurisdiction of this kind.',
  'country-code-differs': 'The code {value} is not the id of this country.',
  'members-missing': 'A region, and the world, has to name its members.',
  'members-of-a-country': 'A country has no members.',
  'no-calls': 'A petition that asks for signatures has at least one call to action.',
  'calls-without-petition': 'Where there was no petition there are no calls to action.',
  'text-missing': 'An open petition needs a text.',
  'text-incomplete': 'An open petition needs this in each of its languages.',
  'language-missing': 'The petition is offered in this language, but this is not said in it.',
  'language-without-text': 'There is no text in the language {value}.',
  'language-not-listed': 'The language {value} is not in the list of languages.',
  'closed-missing': 'Of a petition that was closed this has to say when, or that no source knows.',
  'closed-unexpected': 'This petition is not closed.',
  'closed-date-missing': 'When it was closed is said to be known, but is not said.',
  'closed-date-unexpected': 'When it was closed is said to be unknown.',
  'goal-repeated': 'The goal {value} is the main goal already.',
  'qualifier-missing': 'A count needs its qualifier: exact, more-than, nearly or approximately.',
  'qualifier-without-count': 'Where there is no count there is nothing to qualify.',
  'same-figure-differs': 'The handover carries another figure.',
  'level-differs': 'A handover here cannot be {value}.',
  'held-without-day': 'A handover that was held has its day.',
  'held-without-recipient': 'A handover that was held has a recipient.',
  'held-without-presenter': 'A handover that was held has a presenter.',
  'held-without-signatures': 'A handover that was held has the number of signatures.',
  'held-in-the-future': 'A handover that lies ahead was not held.',
  'commitment-before-handover': 'At a handover that is only planned nothing was promised.',
  'presenter-unnamed': 'A presenter without a name needs a description.',
  'commitment-note-missing': 'A commitment that answers no call needs a note that says why.',
  'answers-without-calls': 'There are no calls to action which it could answer.',
  'ended-without-date': 'A commitment that was {value} has the date of it.',
  'date-without-end': 'Only a commitment that was fulfilled, broken or withdrawn has this date; a deadline is "due".',
  'unknown-reference': 'There is no handover, ratification or ranking {value}.',
  'method-version-changed': 'Version {value} of the method was published with other rules: what is new is another version.',
  'outside-the-round': 'The round does not cover {value}.',
  'round-unclear': 'More than one round, or none, could be meant: name it.',
  'reviewer-missing': 'What is published was found right by a second person: name the assessor and the reviewer.',
  'reviewed-by-its-author': 'Nobody reviews what they wrote themselves: {value}.',
  'publication-missing': 'In a living campaign this has to say under which publication it goes public.',
  // dates
  'date-unreadable': '{value} is no date of EDTF (ISO 8601-2).',
  'date-impossible': '{value} is a date that cannot be.',
  'date-order': 'This lies before what it has to follow.',
  'relative-date-in-record': 'In a record every date is one of the calendar.',
} as const;

export type FaultCode = keyof typeof MESSAGES;

export function fault(path: string, code: FaultCode, value?: string | number): Fault {
  // Whatever the file held is cut short: a message is a line.
  const shown = value === undefined ? '' : String(value).slice(0, 120);
  return { path, code, message: MESSAGES[code].replace('{value}', () => shown) };
}

/** One step further into a document (RFC 6901 escapes `~` and `/`). */
export function at(path: string, ...steps: (string | number)[]): string {
  return steps.reduce<string>((so, step) => `${so}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`, path);
}
