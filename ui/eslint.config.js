import vue from "eslint-plugin-vue";
import ts from "typescript-eslint";

const tauri = {
  group: ["@tauri-apps/*"],
  message: "Only src/api.ts speaks to the program.",
};

export default ts.config(
  { ignores: ["dist", "dist-flows", "node_modules", "src/types"] },
  ...ts.configs.recommended,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      "no-restricted-imports": ["error", { patterns: [tauri] }],
      "no-undef": "off",
      eqeqeq: "error",
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/html-indent": "off",
      "vue/attributes-order": "off",
      "vue/require-default-prop": "off",
    },
  },
  { files: ["src/api.ts", "tests/**"], rules: { "no-restricted-imports": "off" } },
);
