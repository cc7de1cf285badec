// For eslint, which knows no component files; vue-tsc takes each component's own type.
declare module "*.vue" {
  import type { Component } from "vue";
  const component: Component;
  export default component;
}
