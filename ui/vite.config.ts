import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [vue()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: { target: ["chrome105", "safari15"], outDir: "dist", emptyOutDir: true },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
