// What a pod of nobody's tries, given to its node by scripts/e2e-cluster.sh: `host:port` that must be open, then those that must
// not. Ends with how many are otherwise than they must be. A name that leads nowhere counts as that: it would prove nothing.
const net = require("node:net");

const [control, ...closed] = process.argv.slice(1);
const wanted = [[control, "open"], ...closed.map((address) => [address, "closed"])];

const look = (address) =>
  new Promise((resolve) => {
    const [, host, port] = /^(.*):(\d+)$/.exec(address);
    const socket = net.connect({ host, port: Number(port), timeout: 4000 });
    const end = (found) => {
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", () => end("open"));
    socket.once("timeout", () => end("closed"));
    socket.once("error", ({ code }) => end(code === "ECONNREFUSED" ? "closed" : code));
  });

Promise.all(wanted.map(async ([address, must]) => ({ address, must, is: await look(address) }))).then(
  (found) => {
    for (const { address, must, is } of found) console.log(`${address} is ${is}, and must be ${must}`);
    process.exit(found.filter(({ must, is }) => must !== is).length);
  },
);
