import type { Call } from "../calls.ts";

const most = 20; // attributes
const longestName = 50; // in characters, as the value
const longestValue = 200;

/**
 * Takes over what the page says of its visitor.
 *
 * @param said is what it said before
 * @param changed is called when there is something new
 * @returns the attributes
 */
export function createAttributes(said: Call[], changed: () => void): Record<string, string> {
  const attributes: Record<string, string> = {};
  const warn = (...why: unknown[]) => console.warn("Parley:", ...why);

  function set(name: string, value: unknown): void {
    const isNew = !(name in attributes);
    if (value === null || value === undefined) delete attributes[name];
    else if (!["string", "number", "boolean"].includes(typeof value))
      warn(name, "is neither a text, a number, true nor false");
    else if (!name || name.length > longestName) warn(name, "is no name of 1 to", longestName, "characters");
    else if (isNew && Object.keys(attributes).length >= most) warn(name, "is one attribute more than", most);
    else attributes[name] = `${value}`.slice(0, longestValue);
  }

  function take([method, values]: Call): void {
    if (method !== "set" || typeof values !== "object" || !values) {
      warn(method, 'is not known: Parley("set", {name: value})');
      return;
    }
    for (const [name, value] of Object.entries(values)) set(name, value);
  }

  for (const call of said) take(call);
  if (window.Parley)
    window.Parley.heard = (call) => {
      const before = JSON.stringify(attributes);
      take(call);
      if (before !== JSON.stringify(attributes)) changed();
    };
  return attributes;
}
