import { defineConfig } from 'vite';

const page = (name: string) => new URL(`${name}.html`, import.meta.url).pathname;

/** The pages, one HTML file each, into dist/web. What is alike goes into chunks of its own that they share. */
export const pages = ['settings', 'panel', 'revenue', 'sign-in', 'inbox'] as const;

// eslint-disable-next-line no-restricted-syntax -- Vite takes a default export only
export default defineConfig({
  root: new URL('.', import.meta.url).pathname,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // The content security policy knows no `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: pages.map(page),
      // The packages mark what may run in a browser only for frameworks that also render on servers.
      checks: { moduleLevelDirective: false },
    },
  },
});
