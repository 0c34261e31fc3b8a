// Reads a chosen file into the text field, where it can be looked at before it is sent. Without this script one pastes.
const choice = document.querySelector('[data-csv-file]');
const input = choice?.querySelector('input');
const text = document.querySelector('textarea[name=csv]');
if (input && text) {
  choice.hidden = false;
  input.addEventListener('change', async () => {
    const file = input.files?.[0];
    if (file) text.value = (await file.text()).replace(/^\uFEFF/, '');
  });
}
