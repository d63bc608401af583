import type { App } from '../../api';
import { saveFile } from '../../ui/saveFile';

/** Gives the author a version of the app as a file; `which` tells one from another. */
export function downloadApp(app: App, which?: string): void {
  saveFile(
    `${[app.id, which].filter(Boolean).join('.')}.app.json`,
    new Blob([`${JSON.stringify(app, null, 2)}\n`], { type: 'application/json' }),
  );
}
