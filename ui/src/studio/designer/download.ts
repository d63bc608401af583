import type { App } from '../../api';
import { saveFile } from '../../ui/saveFile';

/** Gives the author their version as a file. */
export function downloadApp(app: App): void {
  saveFile(`${app.id}.app.json`, new Blob([`${JSON.stringify(app, null, 2)}\n`], { type: 'application/json' }));
}
