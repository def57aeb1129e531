import { createServer } from "node:net";
import { freePort } from "./free-port";

it("gives the preferred port when it is free, and another when it is not", async () => {
  const preferred = await freePort();
  expect(await freePort(preferred)).toBe(preferred);

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(preferred, "127.0.0.1", resolve));
  const other = await freePort(preferred);
  expect(other).not.toBe(preferred);
  await new Promise((resolve) => server.close(resolve));
});
