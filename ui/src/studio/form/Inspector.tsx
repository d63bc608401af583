import { useApp, useSelection } from '../designer/context';
import { fieldAt } from '../model/fields';
import { AppInspector } from './AppInspector';
import { BulkInspector } from './BulkInspector';
import { FieldInspector } from './FieldInspector';
import { SectionInspector } from './SectionInspector';

/** The settings of what is selected on the form. */
export function Inspector({ onDone }: { onDone: () => void }) {
  const app = useApp();
  const [selection] = useSelection();
  // Several columns are selected among the settings of their table.
  const path =
    selection?.kind === 'field' ? selection.path : selection?.kind === 'columns' ? selection.table : undefined;
  const field = path === undefined ? undefined : fieldAt(app, path);
  const section =
    selection?.kind === 'section' ? app.form.layout.sections.find((each) => each.id === selection.id) : undefined;
  const several = selection?.kind === 'fields' ? selection.paths.filter((path) => fieldAt(app, path)) : [];
  if (several.length > 0) return <BulkInspector paths={several} />;
  if (field) return <FieldInspector key={field.path} field={field} onDone={onDone} />;
  if (section) return <SectionInspector key={section.id} section={section} onDone={onDone} />;
  return <AppInspector />;
}
