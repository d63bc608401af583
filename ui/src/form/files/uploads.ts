import type { UploadedFile } from '../../api';

/** Where the files of a form go, and what is known of those that it has. */
export interface Uploads {
  app: string;
  /** The revision of the form. */
  revision?: number;
  /** The case that the form belongs to; missing for a new request. */
  instance?: string;
  /** The files that came with the form, by id. */
  files: Readonly<Record<string, UploadedFile>>;
}

/** What was uploaded on this page: nobody else tells of it until the form is loaded again. */
const fresh = new Map<string, UploadedFile>();
let running = 0;

/** Whether something is on its way: a form that is sent now would lack it. */
export function uploading(): boolean {
  return running > 0;
}

/** Notes that an upload has begun, and returns what notes its end. */
export function begun(): () => void {
  running += 1;
  let ended = false;
  return () => {
    if (!ended) running -= 1;
    ended = true;
  };
}

export function noteFresh(file: UploadedFile): void {
  fresh.set(file.id, file);
}

/** A file of a form, with the case through which it is read; undefined for one that is not there any more. */
export function fileOf(
  uploads: Uploads | undefined,
  id: string,
): { file: UploadedFile; instance?: string } | undefined {
  const kept = uploads?.files[id];
  if (kept) return { file: kept, instance: uploads?.instance };
  const own = fresh.get(id);
  return own && { file: own };
}
