import { render } from "solid-js/web";
import { App } from "./App.tsx";
import { bound, inOrder } from "./backend.ts";
import { createDesk, DeskContext } from "./desk.ts";
import { keepZoom } from "./zoom.ts";
import "../shared/tokens.css";
import "./base.css";
import "./parts/controls.css";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");

keepZoom();
render(() => {
  const app = bound();
  const desk = createDesk(app, inOrder(app));
  return (
    <DeskContext.Provider value={desk}>
      <App />
    </DeskContext.Provider>
  );
}, root);
