import prettier from "eslint-config-prettier";
import vue from "eslint-plugin-vue";
import { defineConfig } from "eslint/config";
import ts from "typescript-eslint";

const tauri = {
  group: ["@tauri-apps/*"],
  message: "Only src/api.ts and src/window/calls.ts speak to the program.",
};

export default defineConfig(
  { ignores: ["dist", "dist-flows", "node_modules", "src/types"] },
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  vue.configs["flat/recommended"],
  {
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".vue"],
      },
    },
    rules: {
      "no-restricted-imports": ["error", { patterns: [tauri] }],
      eqeqeq: "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // A text is counted in characters, as the program counts it.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // An empty field is "" or 0.
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true, number: true } }],
      // A record is emptied by its keys.
      "@typescript-eslint/no-dynamic-delete": "off",
      // A command without an answer is `invoke<void>`.
      "@typescript-eslint/no-invalid-void-type": "off",
    },
  },
  { files: ["src/api.ts", "src/window/calls.ts"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["tests/**"],
    rules: {
      "no-restricted-imports": "off",
      // A test that does not find what it looks for fails.
      "@typescript-eslint/no-non-null-assertion": "off",
      // The program answers with a failure that is no Error.
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  prettier,
);
