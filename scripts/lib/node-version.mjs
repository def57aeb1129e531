// Imported before everything else, and by old versions of Node: nothing here may be newer than Node 14.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Okoshko needs Node.js 20.19 or newer, and this is ${process.versions.node}. Get it from https://nodejs.org.`,
  );
  process.exit(1);
}
