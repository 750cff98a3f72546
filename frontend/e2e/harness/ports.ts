import { createServer } from "node:net";

const perWorker = 1_000;

/** Below those the system gives to whoever asks for any, so that only we take them. Each worker has its own. */
const first = 20_000 + perWorker * Number(process.env.TEST_PARALLEL_INDEX ?? 0);

let given = 0;

/** A TCP port of this computer that nobody uses, and that nobody else is given. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + (given++ % perWorker);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
