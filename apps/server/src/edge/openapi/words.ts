/** What the page of the API says around what the code says: English, as the names of its fields are. */
export const WORDS = {
  title: 'The API',
  lead: 'Generated from the code. The same for programs:',
  errors: 'Every error is application/problem+json (RFC 9457) with a stable code and, by field, what is wrong. Unknown fields are refused.',
  contents: 'Subjects', other: 'Other', who: 'Who may call', parameters: 'Parameters', body: 'Body', answers: 'Answers', name: 'Name', where: 'In', kind: 'What', required: 'required', schemas: 'Schemas',
  callers: { anyone: 'anyone', 'signed-in': 'whoever is signed in', loopback: 'this machine only', device: 'a paired tablet, by its signature' },
  any: 'any', listOf: 'list of', orNull: 'or null', none: 'no fields of its own',
} as const;
