import { useQuery } from '@tanstack/react-query';
import { api, keys } from '../api';

/** The company's departments, each after the one above it. */
export function useDepartments(enabled = true) {
  return useQuery({
    queryKey: keys.departmentChoices,
    queryFn: async ({ signal }) => (await api.departments(signal)).items,
    enabled,
    staleTime: 300_000,
  });
}
