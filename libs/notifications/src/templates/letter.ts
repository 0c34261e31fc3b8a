/** Text in a language that may differ from the letter's own: a petition's title, a place. */
export interface Foreign { readonly text: string; readonly language: string | null }

/** Running words: what the catalogue says, with foreign parts where values stood. */
export type Words = readonly (string | Foreign)[];

export type Block =
  | { readonly kind: 'heading' | 'text' | 'small' | 'quote'; readonly words: Words }
  | { readonly kind: 'list'; readonly items: readonly Words[] }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [Words, Words])[] }
  | { readonly kind: 'button' | 'link'; readonly label: Words; readonly url: string };

/** What a mail says, before it becomes text and HTML: both are made from this, so that they say the same. */
export interface Letter {
  readonly language: string;
  readonly subject: string;
  readonly sender: string;
  readonly blocks: readonly Block[];
  readonly footer: readonly Words[];
}
