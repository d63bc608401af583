import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api';

/** The cache of server answers. A refusal is final; only a missing or overloaded server is asked again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) =>
          count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status === 503),
      },
      mutations: { retry: false },
    },
  });
}
