import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server answers with `script-src 'self'`, so nothing here may need an inline script:
// no legacy plugin, no inlined module preload polyfill, no data-URI assets.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      // Ant Design's parts do not say that importing them does nothing; without this, an input brings along the whole
      // of a form library and its validator, for one context.
      treeshake: { moduleSideEffects: [{ test: /node_modules\/@rc-component\//, sideEffects: false }] },
      // What every page begins with is one file: in dozens of small ones it is a tenth larger, gzipped. Everything
      // else is still split by who needs it.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: process.env.BANLI_API ?? 'http://127.0.0.1:8080' } },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    testTimeout: 20_000,
    css: false,
  },
});
