import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** The network between a hub and who reaches it by this address. Pulled, it swallows everything and tells nobody. */
export class Cable {
  private pulled = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private port: number,
  ) {}

  /** Lays a cable to a hub on this computer. */
  static lay(hub: string): Promise<Cable> {
    return new Promise((resolve, reject) => {
      const server = createServer((near) => cable.join(near));
      const cable = new Cable(server, Number(new URL(hub).port));
      server.on("error", reject);
      server.listen(0, "127.0.0.1", () => resolve(cable));
    });
  }

  /** The address of the hub at the other end. */
  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What is on its way stays there, and no side hears of it. */
  pull(): void {
    this.pulled = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** Connections made from now on work. Those from before are known no more. */
  mend(): void {
    this.pulled = false;
    this.cut();
  }

  /** Leads connections that are made from now on to another hub. */
  lead(hub: string): void {
    this.port = Number(new URL(hub).port);
  }

  /** Ends every connection; new ones work. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  remove(): void {
    this.server.close();
    this.cut();
  }

  private join(near: Socket): void {
    this.keep(near);
    if (this.pulled) {
      near.pause();
      return;
    }
    const far = connect(this.port, "127.0.0.1");
    this.keep(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to);
      from.on("close", () => to.destroy());
    }
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  }
}
