import { createApp } from "vue";
import App from "./App.vue";
import { fail } from "./failures";
import { singleClicks } from "./clicks";
import "./style.css";

const app = createApp(App);
app.config.errorHandler = (cause) => {
  console.error(cause);
  fail(cause);
};
singleClicks(window);
window.addEventListener("unhandledrejection", (e) => fail(e.reason));
app.mount("#app");
