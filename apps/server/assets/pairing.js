// Looks every three seconds whether the tablet has answered, and loads the page only when it has: a code that is being read out
// stays where it is. Without this script the page loads itself anew.
const shown = document.querySelector('[data-pairing]');
const look = async () => {
  try {
    const page = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
    const next = new DOMParser().parseFromString(await page.text(), 'text/html').querySelector('[data-pairing]');
    if (next?.dataset.pairing !== shown.dataset.pairing) return location.reload();
    const left = shown.querySelector('[data-left]');
    if (left) left.textContent = next.querySelector('[data-left]')?.textContent ?? '';
  } catch { /* Nobody answers: asked again. */ }
  setTimeout(look, 3000);
};
if (shown) setTimeout(look, 3000);
