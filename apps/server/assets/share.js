/** Shows the device's own share sheet and a copy button where the browser has them. The plain links work without. */
for (const box of document.querySelectorAll('[data-share]')) {
  const { shareUrl: url, shareTitle: title, shareText: text } = box.dataset;
  const native = box.querySelector('[data-share-native]');
  if (native && navigator.share) {
    native.hidden = false;
    native.addEventListener('click', () => navigator.share({ title, text, url }).catch(() => { /* the reader closed the sheet */ }));
  }
  const copy = box.querySelector('[data-share-copy]');
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(url);
      copy.textContent = copy.dataset.copied;
    });
  }
}
