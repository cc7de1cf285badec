import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { createInstrumenter } from "istanbul-lib-instrument";

const sources = resolve(import.meta.dirname, "../src");

/**
 * Counts in the built window how often each function of ui/src runs: `__coverage__[file].f[number]`,
 * under the file's path from ui/. Which functions those are is written to `table`.
 *
 * @param {string} table
 * @returns {import("vite").Plugin}
 */
export function coverage(table) {
  /** @type {import("./unrun").Functions} */
  const functions = {};
  return {
    name: "coverage",
    enforce: "post",
    config: () => ({ build: { sourcemap: true } }),
    transform(code, id) {
      // A component's script and page are one module: `X.vue?vue&type=script…`.
      const [path = "", query = ""] = id.split("?");
      const counts = query ? query.includes("type=script") : path.endsWith(".ts");
      if (!path.startsWith(sources) || !counts) return undefined;
      const file = relative(dirname(sources), path);
      const lines = readFileSync(path, "utf8").split("\n");
      const map = new SourceMap(
        /** @type {import("node:module").SourceMapPayload} */ (plain(this.getCombinedSourcemap())),
      );
      // The page's rules on scripts forbid the library's own way to the global object.
      const instrumenter = createInstrumenter({
        esModules: true,
        compact: true,
        coverageGlobalScope: "globalThis",
        coverageGlobalScopeFunc: false,
      });
      const counted = instrumenter.instrumentSync(code, file);
      functions[file] = Object.entries(instrumenter.lastFileCoverage().fnMap).map(([number, { decl }]) => {
        const place = map.findEntry(decl.start.line - 1, decl.start.column);
        if (!("originalLine" in place)) return { number, line: 0, text: "" };
        return { number, line: place.originalLine + 1, text: said(lines[place.originalLine], place.originalColumn) };
      });
      return { code: counted, map: null };
    },
    generateBundle(_, bundle) {
      for (const name of Object.keys(bundle)) if (name.endsWith(".map")) delete bundle[name];
      mkdirSync(dirname(table), { recursive: true });
      writeFileSync(table, JSON.stringify(functions));
    },
  };
}

/** @param {unknown} map @returns {unknown} */
const plain = (map) => JSON.parse(JSON.stringify(map));

/**
 * What stands where a function begins: its line, or of a long line the piece from that word on.
 *
 * @param {string | undefined} line
 * @param {number} column
 */
function said(line = "", column = 0) {
  const whole = line.trim();
  if (whole.length <= 100) return whole;
  const from = line.lastIndexOf(" ", column) + 1;
  return line.slice(from, from + 80).trim();
}
