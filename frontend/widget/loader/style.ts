import type { FaceLook } from "../../shared/protocol.ts";
import { darkOn } from "../port.ts";

/** The screens the chat fills. */
export const small = "(max-width:479.98px)";

const round = { none: 0, small: 6, round: 16 }; // pixels of the chat's corners

/** Writes the styles of launcher and panel for the look a site has chosen. */
export function styles({
  colours: { light, dark },
  corner,
  offsetX,
  offsetY,
  radius,
  scheme,
  ownLauncher,
}: FaceLook): string {
  const floor = offsetY + (ownLauncher ? 0 : 72);
  return `
:host{all:initial}
button,div{--w:${light.fill};--on:${light.on};--page:#fff;position:fixed;${corner}:${offsetX}px;z-index:2147483647;box-shadow:0 0 0 1px #8883,0 12px 32px #0003}
button{bottom:${offsetY}px;min-width:56px;max-width:calc(100vw - ${2 * offsetX}px);height:56px;padding:0;border:0;border-radius:${1.75 * round[radius]}px;background:var(--w);color:var(--on);font:600 15px system-ui;cursor:pointer}
button:focus-visible{outline:2px solid var(--w);outline-offset:3px}
button[hidden],span:empty,:host([data-state=open]) :is(i,span),:host([data-availability=messenger]) i:empty{display:none}
b{position:absolute;top:15px;left:15px;width:26px;height:26px;background:var(--on);clip-path:path("M13 2a10 10 0 1 1-5 19l-5 2 2-5a10 10 0 0 1 8-16z")}
:host([data-state=open]) b{clip-path:path("M5 10l1-2 7 7 7-7 1 2-8 8z")}
span{display:block;padding:0 20px 0 50px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
i{position:absolute;top:-2px;right:-2px;min-width:18px;height:18px;border-radius:9px;background:#C0352B;color:#fff;font:600 12px/18px system-ui}
i:empty{transform:scale(.8);background:#10845A;box-shadow:0 0 0 2px var(--page)}
div{bottom:${floor}px;width:376px;height:var(--fit,608px);max-height:calc(100dvh - ${floor + 20}px);border-radius:${round[radius]}px;overflow:hidden;background:var(--page)}
:host([data-state=closed]) div:not(.card){visibility:hidden}
iframe{width:100%;height:100%;border:0}
@media ${darkOn[scheme]}{button,div{--w:${dark.fill};--on:${dark.on};--page:#242628}}
@media ${small}{div{inset:var(--top,0) 0 auto;width:auto;height:var(--tall,100dvh);max-height:none;border-radius:0;box-sizing:border-box;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)}
:host([data-state=open]) .ready+button{display:none}}
.card.card{inset:auto;${corner}:${offsetX}px;bottom:${floor}px;width:min(320px,100vw - ${2 * offsetX}px);height:var(--fit);border-radius:${round[radius]}px;padding:0}
@media (forced-colors:active){button,div{forced-color-adjust:none;border:1px solid CanvasText}}
@media print{:host{display:none}}
`;
}
