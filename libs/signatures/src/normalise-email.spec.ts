import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EMAIL_PROVIDERS } from './email-providers.js';
import { normaliseEmail, parseEmail, suggestEmail, type ParsedEmail } from './normalise-email.js';

const parsed = (text: string): ParsedEmail => {
  const result = parseEmail(text);
  if (!result.ok) throw new Error(`${text}: ${result.code}`);
  return result.email;
};
const key = (text: string): string => normaliseEmail(parsed(text));

describe('The text of an e-mail key', () => {
  it.each([
    ['J.Doe+x@GMAIL.com', 'jdoe@gmail.com'],
    ['jdoe@googlemail.com', 'jdoe@gmail.com'],
    ['Jo.Doe+petition@Outlook.com', 'jo.doe@outlook.com'],
    ['jo+1@hotmail.co.uk', 'jo@hotmail.co.uk'],
    ['jo+1@icloud.com', 'jo@icloud.com'],
    ['jo-shopping@yahoo.com', 'jo-@yahoo.com'],
    ['j_o.Doe-x+y@pm.me', 'jodoex@proton.me'],
    ['shop@jodoe.fastmail.com', 'jodoe@fastmail.com'],
    ['jodoe+shop@fastmail.com', 'jodoe@fastmail.com'],
    ['ivan.petrov@ya.ru', 'ivan-petrov@yandex.ru'],
    ['Jo@MÜNCHEN.de', 'jo@xn--mnchen-3ya.de'],
    ['ｊｏ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'jo@example.org'],
    ['  jo@example.org ', 'jo@example.org'],
    ['用户@例え。jp', '用户@xn--r8jz45g.jp'],
    ['ΝΙΚΟΣ@example.gr', 'νικοσ@example.gr'],
  ])('of %s is %s', (typed, expected) => expect(key(typed)).toBe(expected));

  it.each([
    ['jo+a@example.org', 'jo@example.org'],
    ['j.o@example.org', 'jo@example.org'],
    ['j.o@outlook.com', 'jo@outlook.com'],
    ['jo@outlook.com', 'jo@hotmail.com'],
    ['jo@me.com', 'jo@icloud.com'],
    ['jo-shop@yahoo.com', 'jo@yahoo.com'],
    ['j.o@my-company.com', 'jo@my-company.com'],
    ['straße@example.de', 'strasse@example.de'],
    ['jo@notgmail.com', 'jo@gmail.com'],
    ['jo@mail.gmail.com', 'jo@gmail.com'],
  ])('keeps %s and %s apart, who may be two people', (one, other) => expect(key(one)).not.toBe(key(other)));

  it('leaves a local part that would vanish as it is', () => {
    expect(key('+x@gmail.com')).toBe('+x@gmail.com');
    expect(key('___@proton.me')).toBe('___@proton.me');
  });

  it('stays the same when normalised again, and does not depend on case', () => {
    const local = fc.string({ unit: fc.constantFrom(...'abzABZ09.+-_ßİıσΣé用'), minLength: 1, maxLength: 20 });
    const domain = fc.constantFrom('example.org', 'x.fastmail.com', ...EMAIL_PROVIDERS.flatMap((provider) => provider.domains));
    fc.assert(fc.property(local, domain, (name, at) => {
      const once = parseEmail(`${name}@${at}`);
      fc.pre(once.ok);
      const text = normaliseEmail((once as { email: ParsedEmail }).email);
      const last = text.lastIndexOf('@');
      expect(normaliseEmail({ localPart: text.slice(0, last), domain: text.slice(last + 1) })).toBe(text);
      if (/^[a-z0-9.+_-]*$/i.test(name)) expect(key(`${name.toUpperCase()}@${at.toUpperCase()}`)).toBe(text);
    }), { numRuns: 2_000 });
  });

  it('names no domain twice', () => {
    const all = EMAIL_PROVIDERS.flatMap((provider) => provider.domains);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('An address', () => {
  it.each([
    ['', 'email-missing'], ['   ', 'email-missing'],
    ['jo', 'email-without-at'],
    ['jo\u0000@example.org', 'email-control-character'], ['jo\u202e@example.org', 'email-control-character'], ['jo@exam\u200bple.org', 'email-control-character'],
    ['jo@example.org\r\nBcc: all@example.org', 'email-control-character'], ['jo\ud800@example.org', 'email-control-character'],
    ['"jo doe"@example.org', 'email-quoted'], ['jo\\@x@example.org', 'email-quoted'],
    ['@example.org', 'email-local-part-invalid'], ['jo doe@example.org', 'email-local-part-invalid'], ['jo..doe@example.org', 'email-local-part-invalid'],
    ['.jo@example.org', 'email-local-part-invalid'], ['jo.@example.org', 'email-local-part-invalid'], ['a@b@example.org', 'email-local-part-invalid'],
    ['jo<x>@example.org', 'email-local-part-invalid'], ['jo,al@example.org', 'email-local-part-invalid'], ['jo(c)@example.org', 'email-local-part-invalid'],
    [`${'a'.repeat(65)}@example.org`, 'email-local-part-too-long'], [`${'é'.repeat(33)}@example.org`, 'email-local-part-too-long'],
    [`jo@${`${'a'.repeat(60)}.`.repeat(4)}example.org`, 'email-too-long'], ['a'.repeat(5000), 'email-too-long'],
    ['jo@', 'email-domain-invalid'], ['jo@localhost', 'email-domain-invalid'], ['jo@[127.0.0.1]', 'email-domain-invalid'], ['jo@127.0.0.1', 'email-domain-invalid'],
    ['jo@1.2', 'email-domain-invalid'], ['jo@ex%41mple.com', 'email-domain-invalid'], ['jo@a_b.com', 'email-domain-invalid'], ['jo@-a.com', 'email-domain-invalid'],
    ['jo@a-.com', 'email-domain-invalid'], ['jo@a..com', 'email-domain-invalid'], ['jo@example.org.', 'email-domain-invalid'], ['jo@exa mple.org', 'email-domain-invalid'],
    [`jo@${'a'.repeat(64)}.org`, 'email-domain-invalid'], ['jo@example.org/x', 'email-domain-invalid'],
  ])('%j is refused as %s', (typed, code) => expect(parseEmail(typed)).toEqual({ ok: false, code }));

  it('keeps the case of its local part for the mail server, and has its domain in ASCII', () => {
    expect(parsed('Jo.Doe+x@Bücher.Example')).toEqual({ address: 'Jo.Doe+x@xn--bcher-kva.example', localPart: 'Jo.Doe+x', domain: 'xn--bcher-kva.example' });
  });

  it.each(["o'neil@example.ie", 'a@b.co', 'x_y-z@sub.example.museum', 'jo@example.invalid', '#1!@example.org', `${'a'.repeat(64)}@example.org`, 'मेल@डाक.भारत', 'بريد@مثال.مصر'])(
    '%s is accepted', (typed) => expect(parseEmail(typed).ok).toBe(true));

  it('never makes the parser throw, and never lets a control character or a blank through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const result = parseEmail(text);
      if (result.ok) expect(result.email.address).not.toMatch(/[\p{C}\s]/u);
    }), { numRuns: 2_000 });
  });
});

describe('Did you mean', () => {
  it.each([
    ['jo@gmial.com', 'jo@gmail.com'], ['Jo.D@gmail.con', 'Jo.D@gmail.com'], ['jo@gmail.co', 'jo@gmail.com'], ['jo@gmail.fr', 'jo@gmail.com'], ['jo@gnail.com', 'jo@gmail.com'],
    ['jo@gmail,com', 'jo@gmail.com'], ['jo@gmail.com.', 'jo@gmail.com'], ['jo@gmail', 'jo@gmail.com'], ['jo@hotmial.com', 'jo@hotmail.com'], ['jo@hotmail.cm', 'jo@hotmail.com'], ['jo@yaho.com', 'jo@yahoo.com'],
    ['jo@outlok.com', 'jo@outlook.com'], ['jo@iclod.com', 'jo@icloud.com'], ['jo@hotmal.co.uk', 'jo@hotmail.co.uk'], ['jo@ornage.fr', 'jo@orange.fr'],
  ])('%s → %s', (typed, meant) => expect(suggestEmail(typed)).toBe(meant));

  it.each(['jo@gmail.com', 'jo@ymail.com', 'jo@mail.com', 'jo@email.com', 'jo@gmx.at', 'jo@example.org', 'jo@yahoo.com.au', 'jo@live.se', 'jo@company.co', 'jo@free.fr', 'jo', '@gmial.com', 'jo doe@gmial.com', 'jo@me.com', 'jo@keep.invalid'])(
    'nothing for %s', (typed) => expect(suggestEmail(typed)).toBeNull());

  it('never suggests what was typed, nor an address that would be refused', () => {
    fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ unit: fc.constantFrom(...'gmailhotcnyao.'), maxLength: 12 }), (name, domain) => {
      const typed = `${name}@${domain}`;
      const meant = suggestEmail(typed);
      if (meant === null) return;
      expect(meant).not.toBe(typed);
      expect(parseEmail(meant).ok).toBe(true);
    }), { numRuns: 2_000 });
  });
});
