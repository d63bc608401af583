import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { onSessionLost } from '../api';
import { LiveUpdates } from '../live/useLive';
import { ErrorState } from '../ui/ErrorState';
import { Splash } from '../ui/Splash';
import { useSession } from './session';

const Enter = lazy(() => import('../work/enter/Enter'));
const Setup = lazy(() => import('../setup/Setup'));
const SessionLost = lazy(() => import('../work/enter/SessionLost'));

/**
 * Shows a first start until the company is set up, then the way in while nobody is logged in, and the page asked for once somebody is; the address stays,
 * so a link from a mail survives the login. A session that ends later asks for the password on top of
 * the page instead of replacing it: what was typed stays.
 */
export default function Gate() {
  const client = useQueryClient();
  const session = useSession();
  const [lost, setLost] = useState(false);

  useEffect(() => onSessionLost(() => setLost(true)), []);

  if (session.isPending) return <Splash />;
  if (session.isError) return <ErrorState page error={session.error} onRetry={() => session.refetch()} />;
  if (session.data.setup) {
    return (
      <Suspense fallback={<Splash />}>
        <Setup />
      </Suspense>
    );
  }
  if (!session.data.user) {
    return (
      <Suspense fallback={<Splash />}>
        <Enter />
      </Suspense>
    );
  }
  return (
    <>
      <Outlet />
      <ScrollRestoration />
      <LiveUpdates />
      {lost && (
        <Suspense fallback={null}>
          <SessionLost
            me={session.data.user}
            onBack={() => {
              setLost(false);
              client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
            }}
          />
        </Suspense>
      )}
    </>
  );
}
