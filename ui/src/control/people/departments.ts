import { useQuery } from '@tanstack/react-query';
import { type DirectoryDepartment, directory, directoryKeys } from '../../api';

/** A department with its depth in the tree, in the order of the tree. */
export interface Placed {
  department: DirectoryDepartment;
  depth: number;
}

/** Puts departments below the ones above them; one whose parent is missing stands at the top. */
export function plant(departments: readonly DirectoryDepartment[]): Placed[] {
  const known = new Set(departments.map((each) => each.id));
  const below = new Map<string, DirectoryDepartment[]>();
  for (const each of departments) {
    const parent = each.parent && known.has(each.parent) ? each.parent : '';
    below.set(parent, [...(below.get(parent) ?? []), each]);
  }
  const placed: Placed[] = [];
  const walk = (parent: string, depth: number) => {
    for (const department of below.get(parent) ?? []) {
      placed.push({ department, depth });
      walk(department.id, depth + 1);
    }
  };
  walk('', 0);
  return placed;
}

/** A department and everything below it: where it cannot be moved to. */
export function within(departments: readonly DirectoryDepartment[], id: string): Set<string> {
  const found = new Set([id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const each of departments) {
      if (each.parent && found.has(each.parent) && !found.has(each.id)) {
        found.add(each.id);
        grown = true;
      }
    }
  }
  return found;
}

/** How many people stand in a department and below it. */
export function headcount(departments: readonly DirectoryDepartment[], id: string): number {
  const inside = within(departments, id);
  return departments.reduce((sum, each) => sum + (inside.has(each.id) ? each.people : 0), 0);
}

/** The departments, as the server keeps them. */
export function useDepartments() {
  return useQuery({
    queryKey: directoryKeys.departments,
    queryFn: ({ signal }) => directory.departments(signal).then((answer) => answer.items),
  });
}
