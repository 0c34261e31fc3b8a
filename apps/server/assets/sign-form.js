/**
 * Small helps around the signature sheet; it works without them.
 * A draft is kept in this tab's session storage only after something went wrong, and goes as soon as the signature has arrived.
 */
const DRAFT = `draft:${location.pathname}`;
const DOMAINS = ['gmail.com', 'googlemail.com', 'hotmail.com', 'outlook.com', 'yahoo.com', 'icloud.com', 'live.com', 'msn.com', 'aol.com', 'proton.me', 'protonmail.com', 'gmx.com',
  'gmx.net', 'gmx.de', 'web.de', 't-online.de', 'hotmail.co.uk', 'yahoo.co.uk', 'btinternet.com', 'hotmail.fr', 'yahoo.fr', 'orange.fr', 'free.fr', 'laposte.net', 'wanadoo.fr', 'sfr.fr'];

/** Real providers that stand close to one of the above: never corrected. */
const REAL = ['mail.com', 'ymail.com', 'me.com', 'mac.com', 'gmx.at', 'gmx.ch', 'live.fr', 'live.nl', 'hotmail.de', 'hotmail.it', 'hotmail.es', 'hotmail.nl', 'yahoo.de', 'yahoo.it', 'yahoo.es', 'outlook.fr', 'outlook.de', 'outlook.es'];

const session = {
  read() { try { return JSON.parse(sessionStorage.getItem(DRAFT) ?? 'null'); } catch { return null; } },
  write(values) { try { sessionStorage.setItem(DRAFT, JSON.stringify(values)); } catch { /* storage is switched off: the page itself still holds what was typed */ } },
  clear() { try { for (const key of Object.keys(sessionStorage)) if (key.startsWith('draft:')) sessionStorage.removeItem(key); } catch { /* as above */ } },
};

if (document.querySelector('[data-draft-done]')) session.clear();
document.querySelector('[data-autofocus]')?.focus();

const form = document.querySelector('[data-sign-form]');
if (form) {
  const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !['textVersion', 'via', 'locale', '_csrf', 'submission'].includes(name));
  const draft = session.read();
  if ('returned' in form.dataset) session.write(typed());
  else if (Array.isArray(draft)) restore(draft);

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      // A form sent into a dead connection is replaced by the browser's error page: see first that somebody answers.
      const petition = /\/petitions\/[^/#?]+/.exec(form.action);
      const answer = await fetch(petition ? `/api/v1${petition}/challenge` : '/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5000), headers: { 'accept-language': document.documentElement.lang } });
      // Under attack a petition asks for a proof; what cannot be found here is sent without.
      if (petition && answer.status === 200) await answer.json().then(async (challenge) => (await import(challenge.script)).default(challenge, form)).catch(() => null);
    } catch {
      session.write(typed());
      return say(form.dataset.offline);
    }
    form.submit();
  });
  hintMail(form.querySelector('[data-mail-hint]'));
}

function restore(values) {
  for (const [name, value] of values) {
    for (const field of form.elements) {
      if (field.name !== name || field.type === 'file') continue;
      if (field.type === 'checkbox') field.checked = field.checked || field.value === value;
      else if (field.value === '' || field.tagName === 'SELECT') field.value = value;
    }
  }
}

function say(message) {
  let note = form.querySelector('[data-said]');
  if (!note) {
    note = Object.assign(document.createElement('p'), { className: 'notice bad' });
    note.dataset.said = '';
    note.setAttribute('role', 'alert');
    form.querySelector('button[type=submit]').before(note);
  }
  note.textContent = message;
}

function hintMail(field) {
  if (!field) return;
  const box = Object.assign(document.createElement('div'), { className: 'didyoumean', hidden: true });
  const text = document.createElement('span');
  const use = Object.assign(document.createElement('button'), { type: 'button', className: 'button quiet', textContent: field.dataset.mailUse });
  box.setAttribute('role', 'status');
  box.append(text, use);
  field.after(box);
  let better = null;
  const look = () => {
    better = likelier(field.value.trim());
    box.hidden = better === null;
    if (better !== null) text.textContent = field.dataset.mailHint.replace('%s', better);
  };
  // Never while a finger is on its way: a line that opens between press and release moves the next field away from under it.
  let waiting;
  const soon = (ms) => { clearTimeout(waiting); waiting = setTimeout(look, ms); };
  field.addEventListener('input', () => soon(700));
  field.addEventListener('change', () => soon(350));
  use.addEventListener('click', () => {
    field.value = better;
    box.hidden = true;
    field.focus();
  });
}

/** The same address at a well-known provider, if the one typed is a slip away from it. */
function likelier(address) {
  const at = address.lastIndexOf('@');
  if (at < 1) return null;
  const domain = address.slice(at + 1).toLowerCase();
  if (DOMAINS.includes(domain) || REAL.includes(domain) || domain.length < 5) return null;
  const near = DOMAINS.map((known) => [slips(domain, known), known]).sort((a, b) => a[0] - b[0])[0];
  return near[0] <= (domain.length < 8 ? 1 : 2) ? address.slice(0, at + 1) + near[1] : null;
}

/** Damerau-Levenshtein distance: letters added, left out, changed or swapped. */
function slips(a, b) {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array(b.length).fill(0)]);
  for (let j = 1; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.length][b.length];
}
