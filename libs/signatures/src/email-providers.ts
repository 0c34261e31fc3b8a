/**
 * What large providers document about addresses of theirs that reach one mailbox. Only documented, provider-wide
 * behaviour stands here, because a rule too many makes one person of two: the second one's signature is silently not
 * counted, and the first one's withdrawal takes it away. A rule too few counts a determined person twice, who could
 * as well open a second mailbox.
 *
 * So nothing is cut at an unknown domain, not even "+…": elsewhere it is an ordinary character (RFC 5322, 3.2.3) unless the
 * server was told otherwise (RFC 5233; Postfix has `recipient_delimiter` empty by default), and whoever owns a domain
 * has as many addresses as they like anyway. Google Workspace and Exchange domains look like any other without a
 * look-up, and there is none in the hashing path.
 */
export interface EmailProvider {
  name: string;
  /** All domains of the rule, in ASCII. The first stands for all of them if `oneMailbox`. */
  domains: readonly string[];
  /** The same local part at any of the domains is the same mailbox. */
  oneMailbox?: true;
  /** "name+anything" is "name". */
  plus?: true;
  /** Characters that make no difference in the local part; or one that stands for another. */
  ignored?: RegExp;
  replaced?: { from: RegExp; to: string };
  /** "base-keyword": all keywords of a base are one person, but the base isn't the main address. */
  disposableBase?: true;
  /** "anything@name.domain" is "name@domain". */
  nameAsSubdomain?: true;
}

const microsoft = [
  'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'windowslive.com', 'passport.com',
  ...['at', 'be', 'cl', 'co.id', 'co.il', 'co.th', 'com.ar', 'com.au', 'com.br', 'com.gr', 'com.pe', 'com.tr', 'com.vn',
    'cz', 'de', 'dk', 'es', 'fr', 'hu', 'ie', 'in', 'it', 'jp', 'kr', 'lv', 'my', 'ph', 'pt', 'sa', 'sg', 'sk'].map((tld) => `outlook.${tld}`),
  ...['be', 'ca', 'ch', 'co.id', 'co.il', 'co.jp', 'co.kr', 'co.nz', 'co.th', 'co.uk', 'co.za', 'com.ar', 'com.au', 'com.br', 'com.tr',
    'cz', 'de', 'dk', 'es', 'fi', 'fr', 'gr', 'hu', 'it', 'nl', 'no', 'ph', 'se', 'sg'].map((tld) => `hotmail.${tld}`),
  ...['at', 'be', 'ca', 'cl', 'cn', 'co.uk', 'co.za', 'com.ar', 'com.au', 'com.mx', 'com.my', 'com.pt', 'com.sg',
    'de', 'dk', 'fi', 'fr', 'ie', 'in', 'it', 'jp', 'nl', 'no', 'ru', 'se'].map((tld) => `live.${tld}`),
];

const yahoo = [
  'yahoo.com', 'ymail.com', 'rocketmail.com',
  ...['at', 'be', 'ca', 'co.id', 'co.in', 'co.jp', 'co.nz', 'co.th', 'co.uk', 'co.za', 'com.ar', 'com.au', 'com.br', 'com.hk', 'com.mx',
    'com.ph', 'com.sg', 'com.tr', 'com.tw', 'com.vn', 'cz', 'de', 'dk', 'es', 'fi', 'fr', 'gr', 'hu', 'ie', 'in', 'it', 'nl', 'no',
    'pl', 'pt', 'ro', 'se'].map((tld) => `yahoo.${tld}`),
];

export const EMAIL_PROVIDERS: readonly EmailProvider[] = [
  {
    // Dots: support.google.com/mail/answer/7436150 (personal accounts only). googlemail.com: support.google.com/mail/answer/10313.
    // Plus: support.google.com/a/users/answer/9282734.
    name: 'Gmail', domains: ['gmail.com', 'googlemail.com'], oneMailbox: true, plus: true, ignored: /\./g,
  },
  // learn.microsoft.com, "Plus addressing"; the domains are separate name spaces and dots count.
  { name: 'Outlook', domains: microsoft, plus: true },
  {
    // support.apple.com/102547 (mail to "name+…"). me.com and mac.com are not merged with icloud.com: no page promises
    // that the same name was never given to two people.
    name: 'iCloud', domains: ['icloud.com', 'me.com', 'mac.com'], plus: true,
  },
  {
    // Temporary addresses "base-keyword": help.yahoo.com/kb/SLN28338, "disposable addresses". The base is a
    // name of its own, so "base-…" merges with other keywords but never with base@: somebody else may have that.
    name: 'Yahoo', domains: yahoo, disposableBase: true,
  },
  {
    // proton.me/support/addresses-and-aliases: "+"; a name at one of the domains is kept for its owner at the others.
    // Separators: removeEmailAlias in Proton's own client (github.com/ProtonMail/WebClients) leaves out ". _ -".
    name: 'Proton', domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'], oneMailbox: true, plus: true, ignored: /[._-]/g,
  },
  // fastmail.help, "Plus addressing and subdomain addressing".
  { name: 'Fastmail', domains: ['fastmail.com', 'fastmail.fm'], plus: true, nameAsSubdomain: true },
  {
    // yandex.com/support: every account has its name at all of Yandex' domains; dots and hyphens are interchangeable.
    name: 'Yandex', domains: ['yandex.ru', 'yandex.com', 'yandex.by', 'yandex.kz', 'yandex.ua', 'ya.ru'], oneMailbox: true, plus: true, replaced: { from: /\./g, to: '-' },
  },
  // zoho.com/mail/help, "Plus addressing"; posteo.de/en/help and kb.mailbox.org: extensions with "+".
  { name: 'Zoho', domains: ['zoho.com', 'zohomail.com', 'zoho.eu', 'zohomail.eu'], plus: true },
  { name: 'Posteo', domains: ['posteo.de', 'posteo.net'], plus: true },
  { name: 'mailbox.org', domains: ['mailbox.org'], plus: true },
];

/** Domains that many people write, for "did you mean"; and real ones so close to them that they are no slip. */
export const POPULAR_EMAIL_DOMAINS: readonly string[] = [
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'icloud.com', 'aol.com', 'proton.me', 'protonmail.com',
  'hotmail.co.uk', 'hotmail.fr', 'hotmail.de', 'hotmail.it', 'hotmail.es', 'yahoo.co.uk', 'yahoo.fr', 'yahoo.de', 'yahoo.it', 'yahoo.es', 'yahoo.co.jp', 'yahoo.com.br',
  'outlook.fr', 'outlook.de', 'outlook.es', 'live.co.uk', 'live.fr', 'live.nl', 'btinternet.com', 'sky.com', 'ntlworld.com', 'orange.fr', 'wanadoo.fr', 'laposte.net',
  'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'freenet.de', 'libero.it', 'virgilio.it', 'ziggo.nl', 'kpnmail.nl', 'telenet.be', 'bluewin.ch', 'telia.com',
  'comcast.net', 'verizon.net', 'bigpond.com', 'naver.com', 'qq.com', '163.com', '126.com', 'yandex.ru', 'mail.ru', 'fastmail.com',
];

export const CLOSE_BUT_REAL_DOMAINS: ReadonlySet<string> = new Set([
  'mail.com', 'email.com', 'ymail.com', 'mail.de', 'email.de', 'gmx.com', 'gmx.at', 'gmx.ch', 'gmx.fr', 'me.com', 'mac.com', 'pm.me', 'aim.com', 'aol.de', 'aol.fr',
  'live.de', 'live.it', 'live.ca', 'live.be', 'hotmail.be', 'hotmail.nl', 'hotmail.se', 'hotmail.no', 'hotmail.ca', 'yahoo.ca', 'yahoo.in', 'yahoo.co.in', 'yahoo.ie', 'yahoo.com.au', 'yahoo.com.mx',
  'outlook.it', 'outlook.be', 'outlook.pt', 'outlook.dk', 'telia.se', 'free.fr', 'sfr.fr', 'home.nl', 'bk.ru', 'list.ru', 'inbox.ru', 'inbox.com', 'ya.ru', 'yandex.com', 'yandex.ua', 'tutanota.com', 'zoho.com', 'cox.net', 'skynet.be',
]);
