import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { directory, directoryKeys } from '../../api/directory';
import type { DirectoryDepartment } from '../../api/types';

/** The departments of the company by their ids; undefined until they are known. */
export function useDepartments(): ReadonlyMap<string, DirectoryDepartment> | undefined {
  const { data } = useQuery({
    queryKey: directoryKeys.departments,
    queryFn: ({ signal }) => directory.departments(signal).then((answer) => answer.items),
    staleTime: 300_000,
    retry: false,
  });
  return useMemo(() => data && new Map(data.map((each) => [each.id, each])), [data]);
}
