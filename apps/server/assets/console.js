// What is wrong is heard and reached first. Without this script the summary still stands first on the page.
document.querySelector('[data-autofocus]')?.focus();
