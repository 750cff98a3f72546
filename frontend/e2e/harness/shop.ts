import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Options {
  /** The language the page says it is in. */
  lang?: string;
  /** What the page stands under, as Content-Security-Policy. */
  policy?: string;
  head?: string;
  body?: string;
}

/** A customer's own website on another origin than the hub, with the same page at every address. */
export class Shop {
  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async open({ lang = "en", policy, head = "", body = "" }: Options): Promise<Shop> {
    const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Bikes</title>${head}</head><body><h1>Bikes</h1>${body}</body></html>`;
    const server = createServer((_, response) => {
      if (policy) response.setHeader("Content-Security-Policy", policy);
      response.setHeader("Content-Type", "text/html");
      response.end(html);
    });
    server.unref();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new Shop(server, `http://localhost:${port}`);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** The line that a page carries, for the site of this demo page. */
export function snippet(demoPage: string): string {
  const { origin, pathname } = new URL(demoPage);
  return `<script src="${origin}/widget.js" data-site="${pathname.split("/")[2]}" async></script>`;
}
