import type { Field } from './types';

/** The types of files that a layout may name in `accept`; builder/form/files.go has the same. */
export const fileTypes = ['image', 'pdf', 'document', 'sheet', 'slides', 'text', 'archive'] as const;
export type FileType = (typeof fileTypes)[number];

/** The size of the largest file in mebibytes: the most that a layout may allow, and what it allows where it does not say. */
export const maxMB = 100;
export const defaultMB = 20;

/** Whether a field holds files. */
export function holdsFiles(field: Pick<Field, 'kind'>): boolean {
  return field.kind === 'attachments' || field.kind === 'images';
}

/** The types of files that a field takes. */
export function acceptsOf(field: Pick<Field, 'kind' | 'layout'>): readonly FileType[] {
  if (field.kind === 'images') return ['image'];
  const { accept } = field.layout;
  return accept && accept.length > 0 ? fileTypes.filter((type) => accept.includes(type)) : fileTypes;
}

/** The size of the largest file that a field takes, in bytes. */
export function maxBytesOf(field: Pick<Field, 'layout'>): number {
  return (field.layout.maxMB ?? defaultMB) * 2 ** 20;
}
