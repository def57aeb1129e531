import { spawn } from "node:child_process";
import path from "node:path";
import { type Readable } from "node:stream";

it("says the ports on stdout, and to the parent if there is a channel", async () => {
  const script = `
    const { announceListening } = require("./dist/announce.js");
    const { createLogger } = require("./dist/logger.js");
    announceListening(createLogger({ service: "tables", level: "info" }), { port: 4001, adminPort: 4101 });
    process.disconnect();
  `;
  const child = spawn(process.execPath, ["-e", script], {
    cwd: path.join(__dirname, ".."),
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {},
  });
  const stdout = textOf(child.stdout);
  const message = await new Promise((resolve) => child.on("message", resolve));
  expect(message).toEqual({ type: "listening", port: 4001, adminPort: 4101 });
  expect(JSON.parse(await stdout)).toMatchObject({
    event: "listening",
    port: 4001,
    adminPort: 4101,
    service: "tables",
  });
});

async function textOf(stream: Readable | null): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}
