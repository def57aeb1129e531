import { type Response } from "express";
import { type Control } from "../http/control";
import { viewBot } from "../persons/view";
import { type Happening } from "../state/bus";

const keepAliveMs = 15_000;
/** A page that does not read must not fill our memory; it reconnects and reads the chat again. */
const maxBufferedBytes = 1024 * 1024;

/** Server-sent events until the page or the server goes. */
export function streamEvents(control: Control, response: Response): void {
  const { bus, stopping } = control;
  response.writeHead(200, {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    // Proxies that collect answers would hold events back.
    "X-Accel-Buffering": "no",
  });
  const send = ({ name, data }: Happening): void => {
    if (name === "call" || name === "update") return;
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    if (response.writableLength > maxBufferedBytes) response.destroy();
  };
  send({ name: "clock", data: control.clock.view() });
  send({ name: "bot", data: viewBot(control) });
  const stop = bus.listen(send);
  const keepAlive = setInterval(() => response.write(": alive\n\n"), keepAliveMs);
  const end = (): void => {
    response.end();
  };
  stopping.addEventListener("abort", end);
  response.once("close", () => {
    stop();
    clearInterval(keepAlive);
    stopping.removeEventListener("abort", end);
  });
}
