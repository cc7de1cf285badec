// Which functions of the window no flow ran: `npm run unrun`, after the flows. What there is stands in
// target/coverage/functions.json (vite.config.ts), what ran in target/coverage/flows (tests/e2e/window.rs).
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { exceptions } from "./exceptions.js";

/**
 * The functions of each file: number, line, and what stands there.
 * @typedef {Record<string, { number: string; line: number; text: string }[]>} Functions
 * The numbers of those that ran.
 * @typedef {Record<string, string[]>} Ran
 * @typedef {{ file: string; text: string; why: string }} Exception
 */

/**
 * @param {Functions} functions
 * @param {Ran[]} flows
 * @param {Exception[]} excepted
 */
export function unrun(functions, flows, excepted) {
  const stale = new Set(excepted);
  /** @type {string[]} */
  const missing = [];
  let count = 0;
  for (const file of Object.keys(functions).sort()) {
    const ran = new Set(flows.flatMap((flow) => flow[file] ?? []));
    for (const { number, line, text } of functions[file] ?? []) {
      count += 1;
      if (ran.has(number)) continue;
      const exception = excepted.find((one) => one.file === file && one.text === text);
      if (exception) stale.delete(exception);
      else missing.push(`${file}:${line}  ${text}`);
    }
  }
  return { count, missing, stale: [...stale].map(({ file, text }) => `${file}  ${text}`) };
}

function main() {
  const folder = resolve(import.meta.dirname, "../../target/coverage");
  /** @param {string} file @returns {unknown} */
  const read = (file) => JSON.parse(readFileSync(resolve(folder, file), "utf8"));
  const flows = readdirSync(resolve(folder, "flows")).map((file) => /** @type {Ran} */ (read(`flows/${file}`)));
  const functions = /** @type {Functions} */ (read("functions.json"));
  const { count, missing, stale } = unrun(functions, flows, exceptions);
  for (const line of missing) console.log(line);
  for (const line of stale) console.log(`例外已不成立，请删去：${line}`);
  console.log(
    `${flows.length} 个窗口，${count} 个函数：${missing.length} 个没有流程用到，例外 ${exceptions.length} 个`,
  );
  if (missing.length + stale.length > 0) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) main();
