/** Gives every service a public and an admin port: the usual one, else one ten or more above it, else any. */
export async function choosePorts(usual, freePort) {
  const ports = {};
  const moved = [];
  for (const [name, { port, adminPort }] of Object.entries(usual)) {
    ports[name] = { port: await choose(port, freePort), adminPort: await choose(adminPort, freePort) };
    if (ports[name].port !== port)
      moved.push(`port ${port} is taken, so ${name} listens on ${ports[name].port}`);
    if (ports[name].adminPort !== adminPort) {
      moved.push(`port ${adminPort} is taken, so the metrics of ${name} are on ${ports[name].adminPort}`);
    }
  }
  return { ports, moved };
}

async function choose(usual, freePort) {
  let port;
  // Steps of ten keep the last digit, by which one recognises the service.
  for (let candidate = usual; candidate < usual + 100; candidate += 10) {
    port = await freePort(candidate);
    if (port === candidate) return port;
  }
  return port;
}
