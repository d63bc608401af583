import { send } from './http';
import type { UploadedFile } from './types';

/** What a file is uploaded for: a field, or `table.column`, of an app's form. */
export interface UploadPlace {
  app: string;
  /** The revision of the form; the current one where it is missing. */
  revision?: number;
  field: string;
}

const at = encodeURIComponent;

/** Uploads a file; `onProgress` hears how many bytes are gone. Ending the signal stops it. */
export function uploadFile(
  { app, revision, field }: UploadPlace,
  file: File,
  signal: AbortSignal,
  onProgress: (sent: number) => void,
): Promise<UploadedFile> {
  return send<UploadedFile>(`/apps/${at(app)}/files`, {
    query: { field, revision },
    name: shortened(file.name),
    file,
    signal,
    onProgress,
  });
}

/** A header has no room for any name, and the server keeps 120 characters. The ending stays. */
function shortened(name: string): string {
  const points = [...name];
  return points.length <= 120 ? name : [...points.slice(0, 100), ...points.slice(-20)].join('');
}

/** Where a file is: a case has it, or it is its reader's own upload. */
export function fileAddress(id: string, instance: string | undefined, show = false): string {
  const path = instance === undefined ? `/api/files/${at(id)}` : `/api/instances/${at(instance)}/files/${at(id)}`;
  return show ? `${path}?show=true` : path;
}
