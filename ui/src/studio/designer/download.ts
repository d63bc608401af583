import type { App } from '../../api';

/** Gives the author their version as a file. */
export function downloadApp(app: App): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(app, null, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${app.id}.app.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
