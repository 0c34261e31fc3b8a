/** Keeps a petition's figures up to date from server-sent events. Without it the page shows the count it was served with. */
const format = new Intl.NumberFormat(document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang);

for (const place of document.querySelectorAll('[data-stream]')) {
  const show = (name, value) => {
    if (typeof value !== 'number') return;
    for (const node of place.querySelectorAll(`[data-live="${name}"]`)) {
      // Figures with a qualifier in words ("at least …") keep the words: only the digits change.
      const digits = /[\d٠-٩][\d٠-٩.,٬\u00a0\u202f]*/;
      const next = format.format(value);
      node.textContent = digits.test(node.textContent) ? node.textContent.replace(digits, next) : next;
    }
  };
  const stream = new EventSource(place.dataset.stream);
  const told = (event) => {
    let tally;
    try { tally = JSON.parse(event.data); } catch { return; }
    show('counted', tally.counted);
    show('total', tally.total);
    show('attested', tally.attested?.count);
    const next = tally.nextMilestone;
    if (!next) return;
    show('threshold', next.threshold);
    show('remaining', next.remaining);
    place.querySelector('[data-live-width]')?.setAttribute('width', String(Math.round(Math.min(1, tally.total / next.threshold) * 1000)));
  };
  stream.addEventListener('message', told);
  stream.addEventListener('tally', told);
  addEventListener('pagehide', () => stream.close());
}
