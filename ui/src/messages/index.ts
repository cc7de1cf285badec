// Every sentence the window itself says, a file a screen. What the program says (findings, failures)
// comes from it.
export * from "./backups";
export * from "./batch";
export * from "./comparison";
export * from "./help";
export * from "./importing";
export * from "./preferences";
export * from "./printing";
export * from "./review";
export * from "./salvage";
export * from "./start";
export * from "./versions";
export * from "./window";
export * from "./writing";
