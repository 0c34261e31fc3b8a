/**
 * Takes every character out of a part of the document: values, what a reset would bring back, and the selection. The nodes themselves
 * are taken out by the screen that then draws nothing, and the whole document is replaced after that (`onDone`, `onCancel`).
 */
export function wipe(root: ParentNode): void {
  for (const input of root.querySelectorAll('input')) {
    if (input.type === 'checkbox') input.checked = input.defaultChecked = false;
    else input.value = input.defaultValue = '';
  }
  getSelection()?.removeAllRanges();
}
