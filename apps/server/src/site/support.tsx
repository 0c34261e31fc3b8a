import { type JSX } from 'preact';
import { Text, UntranslatedNote, usePage, type LocalText } from '../ui/index.js';
import { type HelpContactView } from './view-models.js';

/** Who listens and can act: on the petition's page and again after signing. */
export function HelpContacts({ contacts }: { contacts: readonly HelpContactView[] }): JSX.Element | null {
  const { t } = usePage();
  if (contacts.length === 0) return null;
  return (
    <section class="section" aria-labelledby="help">
      <h2 id="help">{t('site.help.title')}</h2>
      <p class="soft">{t('site.help.lede')}</p>
      <UntranslatedNote texts={contacts.flatMap(({ name, detail }) => [name, detail])} />
      <ul class="help prose">
        {contacts.map((contact) => (
          <li key={contact.name.text}>
            <Text as="strong" value={contact.name} />
            {contact.detail && <> · <Text value={contact.detail} /></>}
            <div class="actions">
              {contact.phone && <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`} dir="ltr">{contact.phone}</a>}
              {contact.url && <a href={contact.url} rel="noopener noreferrer" dir="ltr">{contact.url.replace(/^https?:\/\//, '').replace(/\/$/, '')}</a>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function WhatYouCanDo({ items }: { items: readonly LocalText[] }): JSX.Element | null {
  const { t } = usePage();
  if (items.length === 0) return null;
  return (
    <section class="section" aria-labelledby="todo">
      <h2 id="todo">{t('site.todo.title')}</h2>
      <div class="stack prose">
        <UntranslatedNote texts={items} />
        <ul class="bullets">{items.map((item) => <li key={item.text}><Text value={item} /></li>)}</ul>
      </div>
    </section>
  );
}
