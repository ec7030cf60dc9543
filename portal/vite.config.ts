import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Swagger UI alone is larger than Vite likes a file to be; the page is for developers.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: ['index.html', 'docs/index.html'] },
  },
});
