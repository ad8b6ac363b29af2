import { defineConfig } from 'vitest/config';

// Vite's own transform emits decorators and their metadata; no compiler plugin is needed.
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };

export default defineConfig({
  oxc,
  test: {
    projects: [
      { oxc, test: { name: 'unit', environment: 'node', include: ['{src,sim,bench}/**/*.spec.ts'], pool: 'forks' } },
    ],
  },
});
