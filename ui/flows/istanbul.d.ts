declare module "istanbul-lib-instrument" {
  interface Place {
    line: number;
    column: number;
  }
  interface Instrumenter {
    instrumentSync(code: string, file: string): string;
    lastFileCoverage(): { fnMap: Record<string, { decl: { start: Place } }> };
  }
  export function createInstrumenter(options: {
    esModules: boolean;
    compact: boolean;
    coverageGlobalScope: string;
    coverageGlobalScopeFunc: boolean;
  }): Instrumenter;
}
