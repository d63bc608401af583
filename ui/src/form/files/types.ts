import type { FileType } from '../../core/form';

/** The endings of the types of files, as the server tells them; it looks at the content too. */
export const endings: Readonly<Record<FileType, readonly string[]>> = {
  image: ['.png', '.jpg', '.jpeg', '.jpe', '.jfif', '.gif', '.webp'],
  pdf: ['.pdf'],
  document: ['.docx', '.doc', '.odt', '.wps'],
  sheet: ['.xlsx', '.xls', '.ods', '.csv', '.et'],
  slides: ['.pptx', '.ppt', '.odp', '.dps'],
  text: ['.txt', '.log', '.md'],
  archive: ['.zip', '.7z', '.rar'],
};

/** What a file input offers. Pictures by their types, so that a phone turns its own formats into one of these. */
export function acceptWords(types: readonly FileType[]): string {
  return types
    .flatMap((type) => (type === 'image' ? ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] : endings[type]))
    .join(',');
}

/** Whether a name ends as those of the types do; one without an ending may be any. */
export function fits(name: string, types: readonly FileType[]): boolean {
  const ending = /\.[^./\\ ]{1,8}$/.exec(name.toLowerCase())?.[0];
  // A picture is known by its content under any name.
  return ending === undefined || types.includes('image') || types.some((type) => endings[type].includes(ending));
}

/** Whether a browser shows a file of a type in place. */
export function shown(type: string): boolean {
  return /^image\/(png|jpeg|gif|webp)$/.test(type);
}
