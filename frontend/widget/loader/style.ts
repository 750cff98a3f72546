/** The screens the chat fills. */
export const small = "(max-width:479.98px)";

const css = `
:host{all:initial}
button,div{--w:#14607A;--on:#fff;--page:#fff;position:fixed;right:20px;z-index:2147483647;box-shadow:0 0 0 1px #8883,0 12px 32px #0003}
button{bottom:20px;width:56px;height:56px;border:0;border-radius:50%;background:var(--w);cursor:pointer}
button:focus-visible{outline:2px solid var(--w);outline-offset:3px}
button[hidden],:host([data-state=open]) i,:host([data-availability=messenger]) i:empty{display:none}
b{position:absolute;inset:15px;background:var(--on);clip-path:path("M13 2a10 10 0 1 1-5 19l-5 2 2-5a10 10 0 0 1 8-16z")}
:host([data-state=open]) b{clip-path:path("M5 10l1-2 7 7 7-7 1 2-8 8z")}
i{position:absolute;top:-2px;right:-2px;min-width:18px;height:18px;border-radius:9px;background:#C0352B;color:#fff;font:600 12px/18px system-ui}
i:empty{transform:scale(.8);background:#10845A;box-shadow:0 0 0 2px var(--page)}
div{bottom:92px;width:376px;height:var(--fit,608px);max-height:calc(100dvh - 112px);border-radius:16px;overflow:hidden;background:var(--page)}
:host([data-state=closed]) div:not(.card){visibility:hidden}
iframe{width:100%;height:100%;border:0}
@media (prefers-color-scheme:dark){button,div{--w:#6DBCD4;--on:#06222B;--page:#242628}}
@media ${small}{div{inset:var(--top,0) 0 auto;width:auto;height:var(--tall,100dvh);max-height:none;border-radius:0;box-sizing:border-box;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)}
:host([data-state=open]) .ready+button{display:none}}
.card.card{inset:auto 20px 92px auto;width:min(320px,100vw - 40px);height:var(--fit);border-radius:16px;padding:0}
@media (forced-colors:active){button,div{forced-color-adjust:none;border:1px solid CanvasText}}
@media print{:host{display:none}}
`;

/** Returns the style sheet of launcher and panel. */
export function sheet(): CSSStyleSheet {
  const out = new CSSStyleSheet();
  out.replaceSync(css);
  return out;
}
