import { createApp } from "vue";
import App from "./App.vue";
import { fail } from "./window/failures";
import { singleClicks } from "./window/clicks";
import "./style.css";

const app = createApp(App);
app.config.errorHandler = (cause) => {
  console.error(cause);
  fail(cause);
};
singleClicks(window);
window.addEventListener("unhandledrejection", (e) => fail(e.reason));
app.mount("#app");
