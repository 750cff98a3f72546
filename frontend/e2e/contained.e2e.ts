import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Agent } from "./harness/agent.ts";
import { sql } from "./harness/database.ts";
import type { Scenario } from "./harness/scenario.ts";
import { expect, test, until } from "./harness/test.ts";
import type { RealWindow } from "./harness/window.ts";

/** Script that calls a bound method past the page, as whatever runs in the web view could: it has an effect on the desk. */
const call =
  "webkit.messageHandlers.external.postMessage('C'+JSON.stringify({name:'main.App.SetStatus',args:[{status:'invisible'}],callbackID:'x-1'}))";

const injections = {
  image: `<img src="x" onerror="${call}">`,
  frame: `<iframe srcdoc="<script>${call}</script>"></iframe>`,
  sandbox: `<iframe sandbox="allow-scripts" srcdoc="<script>${call}</script>"></iframe>`,
  link: `<a href="javascript:${call}">a present</a>`,
  script: `<script>${call}</script>`,
  object: `<object data="data:text/html,<script>${call}</script>"></object>`,
};

/** An e-mail address as the hub takes it. */
const strangeAddress = "{onerror}='&amp'$@shop.example";

/** Every method the page may call. A new one belongs here only after thinking about who else could call it. */
const bound = [
  "Active",
  "Add",
  "Ask",
  "Assign",
  "Back",
  "CloseConversation",
  "Copy",
  "Discard",
  "Draft",
  "Earlier",
  "Focus",
  "Focused",
  "Join",
  "LeaveConversation",
  "Next",
  "OpenLink",
  "Part",
  "Quit",
  "Read",
  "Retry",
  "Send",
  "SetHours",
  "SetPolicy",
  "SetReserve",
  "SetSettings",
  "SetStatus",
  "SetSteps",
  "SignIn",
  "SignOut",
  "Start",
  "StartAgain",
  "Take",
  "TryNow",
  "UseBuiltin",
];

/** Opens the window of a demo desk, with an agent who is Online. */
async function agentOnline(scenario: Scenario): Promise<{ agent: Agent; page: string }> {
  const { page } = await scenario.demoDesk();
  const agent = await Agent.at(scenario);
  await agent.is("Online");
  return { agent, page };
}

/** The statuses the agent ever had, as the hub keeps them. */
async function history(scenario: Scenario): Promise<unknown[]> {
  const data = join(scenario.data, "hub");
  return (await sql(scenario, data, "SELECT status FROM view_changes ORDER BY n")).flat();
}

/** The elements that none of the six injections may become, as text and links of the page never are one. */
function strange(window: RealWindow): Promise<string[]> {
  return window.run(
    "return [...document.querySelectorAll('iframe, object, embed, body script, body img[src=x], a[href^=javascript]')].map((e) => e.outerHTML)",
  );
}

/** A visitor who speaks to the hub without our widget, in a page of the site, and says whatever it likes. */
async function speak(page: Page, site: string, messages: string[]): Promise<void> {
  await page.evaluate(
    async ({ site, messages, email }) => {
      const socket = new WebSocket(`${location.origin.replace("http", "ws")}/v1/visitor`);
      await new Promise((open) => {
        socket.onopen = open;
      });
      const ask = (question: object, expected: string) =>
        new Promise<void>((resolve, reject) => {
          socket.onmessage = ({ data }) => {
            const { type } = JSON.parse(data);
            if (type === expected) resolve();
            if (type === "error") reject(new Error(data));
          };
          socket.send(JSON.stringify(question));
        });
      const hello = { type: "hello", protocol: 1, site, token: "H".repeat(43), after: 0 };
      const language = "<img src=x onerror=alert(1)>";
      await ask({ ...hello, language, page: { url: "javascript:alert(1)", title: messages[0] } }, "welcome");
      for (const [n, text] of messages.entries())
        await ask({ type: "message", clientId: `m${n}`, text, email }, "ack");
    },
    { site, messages, email: strangeAddress },
  );
}

test("what a visitor sends is text in the window, whatever it looks like", async ({ scenario }) => {
  const { agent, page } = await agentOnline(scenario);
  const { window } = agent;
  const visitor = await scenario.visitor(page);
  const markup = Object.values(injections);
  await speak(visitor.tab.page, page.split("/").at(-1) ?? "", markup);

  await agent.open(/<object data=/);
  for (const text of markup) await agent.reads(text);
  for (const text of [
    "{onerror}='&amp'$@shop.example",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
  ])
    await window.shows(text);
  expect(await strange(window)).toEqual([]);
  expect(await window.all("link", /./)).toHaveLength(0);
  await agent.choose("Offline");
  await agent.is("Offline");
  expect(await history(scenario)).toEqual(["online", "offline"]);
});

test("markup that gets into the page all the same calls nothing", async ({ scenario }) => {
  const { agent } = await agentOnline(scenario);
  const { window } = agent;

  await window.run("window.blocked = []");
  await window.run(
    "document.addEventListener('securitypolicyviolation', (event) => window.blocked.push(event.effectiveDirective))",
  );
  for (const [name, markup] of Object.entries(injections)) {
    await test.step(name, () => window.driver.executeAsyncScript(inject, markup));
  }
  // Whatever was called would have reached the hub before these two do.
  await agent.choose("Offline");
  await agent.is("Offline");
  await agent.choose("Online");
  await agent.is("Online");
  expect(await history(scenario)).toEqual(["online", "offline", "online"]);
  const blocked = await window.run<string[]>("return window.blocked");
  expect(blocked).toEqual(expect.arrayContaining(["script-src-attr", "script-src-elem", "object-src"]));

  // The same call, made by the page itself, does have its effect.
  await window.run(call);
  await agent.is("Invisible");
});

/** Puts markup into the page as if the page had written it there, clicks it, and answers when Go was heard of after that. */
const inject = `
  const [markup, done] = arguments;
  const host = document.createElement("div");
  host.innerHTML = markup;
  for (const dead of host.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.textContent = dead.textContent;
    dead.replaceWith(script);
  }
  const images = [...host.querySelectorAll("img")].map((image) => new Promise((end) => image.addEventListener("error", end)));
  document.body.append(host);
  for (const link of host.querySelectorAll("a")) link.click();
  Promise.all(images).then(() => window.go.main.App.Focus("")).then(done);
`;

test("the page runs under the policy and calls exactly these methods", async ({ scenario }) => {
  const { agent } = await agentOnline(scenario);
  const { window } = agent;
  const policy = await window.run<string>(
    "return fetch(location.href).then((page) => page.headers.get('content-security-policy'))",
  );
  expect(policy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self'; connect-src 'self'; " +
      "font-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'",
  );
  expect(await window.run("return Object.keys(window.go)")).toEqual(["main"]);
  expect(await window.run("return Object.keys(window.go.main)")).toEqual(["App"]);
  expect(await window.run<string[]>("return Object.keys(window.go.main.App).sort()")).toEqual(bound);
});

test("the window goes nowhere else, and opens only links of the web, in the browser", async ({
  scenario,
}) => {
  const elsewhere = await Elsewhere.listen();
  try {
    const { agent, page } = await agentOnline(scenario);
    const { window } = agent;
    for (const leave of [
      "window.open(arguments[0])",
      "location.assign(arguments[0])",
      "document.body.append(Object.assign(document.createElement('a'), { id: 'out', href: arguments[0] })); document.getElementById('out').click()",
      "document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0; url=' + arguments[0] }))",
    ]) {
      await window.run(leave, elsewhere.address);
      await agent.is("Online");
      expect(await window.run("return location.href")).toBe("wails://wails/");
    }
    for (const link of [
      "javascript:alert(1)",
      "file:///etc/passwd",
      "data:text/html,x",
      "smb://host/share",
    ]) {
      const answer = await window.run("return window.go.main.App.OpenLink(arguments[0]).catch(String)", link);
      expect(answer).toContain("only http, https and mailto");
    }
    const visitor = await scenario.visitor(page);
    await speak(visitor.tab.page, page.split("/").at(-1) ?? "", [`look at ${elsewhere.address}/offer`]);
    await agent.open(/look at/);
    await window.click("link", `${elsewhere.address}/offer`);
    await until("the browser is asked for the link", () => scenario.opened().length > 0);
    expect(scenario.opened()).toEqual([`${elsewhere.address}/offer`]);
    expect(await window.run("return location.href")).toBe("wails://wails/");
    expect(elsewhere.visits).toEqual([]);
  } finally {
    elsewhere.close();
  }
});

/** A website that the window has no business with. */
class Elsewhere {
  readonly visits: string[] = [];
  private readonly server = createServer((request, response) => {
    this.visits.push(request.url ?? "");
    response.end();
  });

  static async listen(): Promise<Elsewhere> {
    const site = new Elsewhere();
    await new Promise<void>((ready) => site.server.listen(0, "127.0.0.1", ready));
    return site;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }
}
