import { execFileSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import vue from "@vitejs/plugin-vue";
import { Marked } from "marked";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** A page of the handbook (`docs/*.md`) as HTML, its pictures taken into the window. */
function handbook(): Plugin {
  return {
    name: "handbook",
    enforce: "pre",
    transform(text, file) {
      if (!file.endsWith(".md")) return undefined;
      const html = new Marked().parse(text, { async: false });
      // Every second piece is the path of a picture.
      const pieces = html.split(/(?<=<img src=")([^":]+)(?=")/);
      const pictures = pieces.filter((_, at) => at % 2 === 1);
      const imports = pictures.map(
        (path, at) => `import picture${at} from ${JSON.stringify(resolve(dirname(file), decodeURI(path)))};`,
      );
      const parts = pieces.map((piece, at) => (at % 2 === 1 ? `picture${(at - 1) / 2}` : JSON.stringify(piece)));
      return { code: `${imports.join("\n")}\nexport default ${parts.join(" + ")};`, map: null };
    },
  };
}

/** The licences of all parts, gathered from their sources when the window is built. */
function licences(): Plugin {
  const name = "virtual:licences";
  return {
    name: "licences",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      const text = execFileSync("cargo", ["xtask", "licences"], { encoding: "utf8", maxBuffer: 1 << 26 });
      return `export default ${JSON.stringify(text)};`;
    },
  };
}

export default defineConfig(async ({ mode }) => {
  // The window that the flows use counts which of its functions they run; the shipped one does not.
  const flows = mode === "flows";
  const counting =
    flows && (await import("./flows/coverage.js")).coverage(resolve("../target/coverage/functions.json"));
  return {
    plugins: [vue(), handbook(), licences(), counting],
    clearScreen: false,
    server: { port: 5173, strictPort: true, fs: { allow: [".."] } },
    build: {
      target: ["chrome105", "safari15"],
      outDir: flows ? "dist-flows" : "dist",
      emptyOutDir: true,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
    test: { environment: "happy-dom", include: ["tests/**/*.test.ts"], setupFiles: ["tests/dom.ts"] },
  };
});
