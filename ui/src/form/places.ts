import type { FieldModel, FormModel } from './model';
import { definitionPath, tokens } from './pointer';

/** A place in a form: its steps, its field, the path of its definition, its topmost field, and itself as rules name it. */
interface Place {
  steps: readonly string[];
  field: FieldModel | undefined;
  path: string;
  top: string;
  cell: string;
}

/** The names of places, each taken apart once: every field asks for its own with every keystroke. */
export class Places {
  private readonly known = new Map<string, Place>();
  private readonly model: FormModel;

  constructor(model: FormModel) {
    this.model = model;
  }

  at(pointer: string): Place {
    let place = this.known.get(pointer);
    if (!place) {
      const steps = tokens(pointer);
      // Rules that are judged row by row name the cell, "items.2.price"; the others its column.
      const path = definitionPath(pointer);
      place = { steps, field: this.model.field(path), path, top: steps[0] ?? '', cell: steps.join('.') };
      this.known.set(pointer, place);
    }
    return place;
  }
}
