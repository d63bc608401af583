/**
 * Forms: builder/form in TypeScript, held to the same fixtures. A definition is read once and kept as long as the
 * object lives, so pass the same object again; never change one.
 */
export { fieldAt, fieldsOf, labelsOf, titleOf, typesOf, widgets } from './fields';
export { acceptsOf, defaultMB, type FileType, fileTypes, holdsFiles, maxBytesOf, maxMB } from './files';
export { messageOf } from './message';
export { comparePointers } from './pointer';
export {
  type Block,
  type Branch,
  type Definition,
  type Field,
  type FieldLayout,
  FormError,
  type Kind,
  type Layout,
  type Overrides,
  type Schema,
  type Section,
  type Source,
  type Tab,
  type Values,
  type Violation,
} from './types';
export { blank, rowId, validate } from './validate';
