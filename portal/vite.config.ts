import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Never inline: the content security policy takes scripts and styles from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Swagger UI alone is larger than Vite likes a file to be; the page is for developers.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: ['index.html', 'docs/index.html'] },
  },
  server: {
    // `npm run dev` beside a running system: KEYWAY_URL says where its gateway is.
    proxy: {
      '^/(api|\\.well-known)/': {
        target: process.env.KEYWAY_URL ?? 'http://localhost:8080',
        // The gateway compares the page's origin with the host that was called.
        changeOrigin: false,
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
  },
});
