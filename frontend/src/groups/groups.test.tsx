import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test } from "vitest";
import { showWindow } from "../testing/desk.tsx";
import { colleague, me, session, state } from "../testing/state.ts";

const sales = { id: "g1", name: "Sales", agents: [me.id], everyoneElse: false };

const settings = { name: "Lindqvist Bikes", chooseGroup: false };

async function open(groups: unknown[], role: "owner" | "agent" = "owner") {
  const shown = state({ session: session({ agent: { ...me, role } }) });
  shown.system.builtin = false;
  const desk = await showWindow(shown);
  desk.hubSays("GET /site/groups", { groups });
  desk.hubSays("GET /site/settings", settings);
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  fireEvent.click(screen.getByRole("button", { name: "Groups" }));
  return desk;
}
const card = (name: string) => screen.findByRole("region", { name });

test("a group shows who is in it, and who is put in is stored with the rest", async () => {
  const desk = await open([sales]);
  const group = within(await card("Sales"));
  expect(group.getByRole<HTMLInputElement>("checkbox", { name: me.name }).checked).toBe(true);
  fireEvent.click(group.getByRole("checkbox", { name: colleague.name }));
  await waitFor(() =>
    expect(desk.changed()).toEqual([
      ["PUT /site/groups/g1", { name: "Sales", agents: [me.id, colleague.id], everyoneElse: false }],
    ]),
  );
});

test("what the hub refuses goes back, and says why", async () => {
  const desk = await open([sales]);
  const group = within(await card("Sales"));
  desk.refuse("Ask", "not_found: there is no group");
  const box = group.getByRole<HTMLInputElement>("checkbox", { name: colleague.name });
  fireEvent.click(box);
  expect((await screen.findByRole("alert")).textContent).toBe("It is no longer there.");
  await waitFor(() => expect(box.checked).toBe(false));
  const field = group.getByRole<HTMLInputElement>("textbox");
  fireEvent.input(field, { target: { value: "Shop" } });
  fireEvent.blur(field);
  await waitFor(() => expect(field.value).toBe("Sales"));
});

test("of which somebody else has changed a group is told so, and loads it", async () => {
  const read = { ...sales, revision: "r1" };
  const desk = await open([read]);
  const group = within(await card("Sales"));
  desk.hubSays("PUT /site/groups/g1", new Error("conflict (revision): it was changed in the meantime"));
  desk.hubSays("GET /site/groups", { groups: [{ ...read, name: "Shop", revision: "r2" }] });
  const field = group.getByRole<HTMLInputElement>("textbox");
  fireEvent.input(field, { target: { value: "Buyers" } });
  fireEvent.blur(field);
  const says = await group.findByRole("alert");
  expect(says.textContent).toContain("Somebody else has changed this in the meantime.");
  expect(desk.changed()[0]?.[1]).toMatchObject({ name: "Buyers", revision: "r1" });
  expect(field.value).toBe("Buyers");
  fireEvent.click(group.getByRole("button", { name: "Load what is there now" }));
  await waitFor(() => expect(field.value).toBe("Shop"));
  expect(screen.queryByRole("alert")).toBeNull();

  desk.hubSays("PUT /site/groups/g1", null);
  fireEvent.click(group.getByRole("switch"));
  await waitFor(() => expect(desk.changed()).toHaveLength(2));
  expect(desk.changed()[1]?.[1]).toMatchObject({ name: "Shop", everyoneElse: true, revision: "r2" });
});

test("others standing in is a switch", async () => {
  const desk = await open([sales]);
  fireEvent.click(within(await card("Sales")).getByRole("switch"));
  await waitFor(() => expect(desk.changed()).toHaveLength(1));
  expect(desk.changed()[0]?.[1]).toMatchObject({ everyoneElse: true });
});

test("a new group is stored with its name, and an empty name stores nothing", async () => {
  const desk = await open([]);
  await screen.findByText(/There is no group yet/);
  fireEvent.click(screen.getByRole("button", { name: "Add a group" }));
  const field = within(await card("New group")).getByRole("textbox");
  fireEvent.input(field, { target: { value: "  " } });
  fireEvent.blur(field);
  expect(desk.changed()).toEqual([]);
  fireEvent.input(field, { target: { value: " Sales " } });
  fireEvent.blur(field);
  await waitFor(() =>
    expect(desk.changed()).toEqual([
      ["POST /site/groups", { name: "Sales", agents: [], everyoneElse: false }],
    ]),
  );
});

test("deleting asks first", async () => {
  const desk = await open([sales]);
  const group = within(await card("Sales"));
  fireEvent.click(group.getByRole("button", { name: "Delete group" }));
  const dialog = within(group.getByRole("dialog"));
  fireEvent.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(desk.changed()).toEqual([]);
  fireEvent.click(group.getByRole("button", { name: "Delete group" }));
  fireEvent.click(dialog.getByRole("button", { name: "Delete group" }));
  await waitFor(() => expect(desk.changed()).toEqual([["DELETE /site/groups/g1", undefined]]));
});

test("one that is not deleted stays, and the question says why", async () => {
  const desk = await open([sales]);
  const group = within(await card("Sales"));
  desk.hubSays("DELETE /site/groups/g1", new Error("unavailable: no link"));
  fireEvent.click(group.getByRole("button", { name: "Delete group" }));
  const dialog = within(group.getByRole("dialog"));
  fireEvent.click(dialog.getByRole("button", { name: "Delete group" }));
  expect((await dialog.findByRole("alert")).textContent).toMatch(/^The hub does not answer/);
  expect(await card("Sales")).toBeTruthy();
});

test("after a deletion the keyboard is on the next group, then on the one before, then on the button that adds one", async () => {
  const all = ["One", "Two", "Three"].map((name) => ({ ...sales, id: name, name }));
  const desk = await open(all);
  async function remove(name: string, left: typeof all) {
    const group = within(await card(name));
    desk.hubSays("GET /site/groups", { groups: left });
    group.getByRole("button", { name: "Delete group" }).focus();
    fireEvent.click(within(group.getByRole("dialog", { hidden: true })).getByText("Delete group"));
    await waitFor(() => expect(screen.queryByRole("region", { name })).toBeNull());
  }
  const name = async (of: string) => within(await card(of)).getByRole("textbox");
  await remove("Two", [all[0], all[2]] as typeof all);
  expect(document.activeElement).toBe(await name("Three"));
  await remove("Three", [all[0]] as typeof all);
  expect(document.activeElement).toBe(await name("One"));
  await remove("One", []);
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Add a group" }));
});

test("a deletion elsewhere sends nothing that is typed on to another group", async () => {
  const help = { ...sales, id: "g2", name: "Help" };
  const desk = await open([sales, help]);
  within(await card("Sales"))
    .getByRole("textbox")
    .focus();
  desk.hubSays("GET /site/groups", { groups: [help] });
  await desk.push((next) => {
    if (next.session) next.session.siteRev += 1;
  });
  await waitFor(() => expect(screen.queryByRole("region", { name: "Sales" })).toBeNull());
  expect(document.activeElement).toBe(document.body);
});

test("a deletion elsewhere leaves the keyboard where it is", async () => {
  const desk = await open([sales, { ...sales, id: "g2", name: "Help" }]);
  const field = within(await card("Help")).getByRole("textbox");
  field.focus();
  desk.hubSays("GET /site/groups", { groups: [{ ...sales, id: "g2", name: "Help" }] });
  await desk.push((next) => {
    if (next.session) next.session.siteRev += 1;
  });
  await waitFor(() => expect(screen.queryByRole("region", { name: "Sales" })).toBeNull());
  expect(document.activeElement).toBe(field);
});

test("agents who do not manage the site see groups, and no controls", async () => {
  await open([sales], "agent");
  const group = within(await card("Sales"));
  expect(group.queryByRole("checkbox")).toBeNull();
  expect(group.queryByRole("textbox")).toBeNull();
  expect(group.queryByRole("switch")).toBeNull();
  expect(screen.queryByRole("button", { name: "Add a group" })).toBeNull();
});

test("a change by somebody else shows", async () => {
  const desk = await open([sales]);
  await card("Sales");
  desk.hubSays("GET /site/groups", { groups: [{ ...sales, name: "Shop" }] });
  await desk.push((next) => {
    if (next.session) next.session.siteRev += 1;
  });
  await card("Shop");
});

test("a hub of one agent has no groups page", async () => {
  await showWindow(state());
  fireEvent.click(screen.getByRole("button", { name: "Settings" }));
  expect(screen.queryByRole("button", { name: "Groups" })).toBeNull();
});

const choosing = "Visitors choose a group when they write for the first time";

test("whether visitors choose is a setting of the site, of which nothing else changes", async () => {
  const desk = await open([sales]);
  fireEvent.click(await screen.findByRole("switch", { name: choosing }));
  await waitFor(() =>
    expect(desk.changed()).toEqual([["PUT /site/settings", { ...settings, chooseGroup: true }]]),
  );
});

test("there is nothing to choose from without groups", async () => {
  await open([]);
  await screen.findByText(/There is no group yet/);
  expect(screen.queryByText(choosing)).toBeNull();
});

test("agents who do not manage the site read whether visitors choose", async () => {
  await open([sales], "agent");
  const row = (await screen.findByText(choosing)).closest(".setting") as HTMLElement;
  expect(within(row).getByText("No")).toBeTruthy();
  expect(within(row).queryByRole("switch")).toBeNull();
});
