import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { setRequestLanguage } from './api';
import { makeQueryClient } from './app/client';
import { router } from './app/router';
import { sessionQuery } from './app/session';
import { firstLanguage, startI18n } from './i18n';
import { applyPalette } from './theme/applyPalette';
import './theme/base.css';
import './theme/print.css';
import { followSystem, watchMode } from './theme/mode';
import { signStyles } from './theme/nonce';
import { ThemeProvider } from './theme/ThemeProvider';
import { Splash } from './ui/Splash';

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  signStyles();
  followSystem();
  watchMode(() => applyPalette());
  applyPalette();
  const language = firstLanguage();
  setRequestLanguage(language);
  await startI18n(language);
  const client = makeQueryClient();
  void client.prefetchQuery(sessionQuery);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ThemeProvider>
          <Suspense fallback={<Splash />}>
            <RouterProvider router={router} />
          </Suspense>
        </ThemeProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
