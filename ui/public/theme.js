// Runs before the page is first painted, so that a dark room stays dark; see src/theme/mode.ts.
(() => {
  let mode = null;
  try {
    mode = localStorage.getItem('banli.theme');
  } catch {
    // Storage may be switched off.
  }
  if (mode !== 'light' && mode !== 'dark') mode = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.style.colorScheme = mode;
})();
