import { fireEvent, screen } from "@solidjs/testing-library";

/** Picks an option of a list that opens on a press. */
export async function choose(control: RegExp, option: string) {
  const trigger = screen.getByRole("button", { name: control });
  trigger.focus();
  fireEvent.keyDown(trigger, { key: "Enter" });
  const entry = await screen.findByRole("option", { name: option });
  fireEvent.pointerDown(entry, { button: 0, pointerType: "mouse" });
  fireEvent.pointerUp(entry, { button: 0, pointerType: "mouse" });
  fireEvent.click(entry);
}
