// An authority of one's own for a test, and a certificate of it for a server that is called localhost.
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Why no certificate can be made here; undefined when one can. */
export const noOpenssl =
  spawnSync("openssl", ["version"]).error === undefined ? undefined : "openssl is not installed";

/** Paths of the authority, the server's certificate and its key, made in the folder. */
export function makeAuthority(folder) {
  const at = (name) => join(folder, name);
  const openssl = (...args) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const newKey = (name) => ["-newkey", "rsa:2048", "-nodes", "-keyout", name];
  openssl(
    "req",
    "-x509",
    ...newKey("ca.key"),
    "-out",
    "ca.crt",
    "-days",
    "2",
    "-subj",
    "/CN=Nobody else's authority",
  );
  openssl("req", ...newKey("server.key"), "-out", "server.csr", "-subj", "/CN=localhost");
  writeFileSync(at("names"), "subjectAltName=DNS:localhost");
  const signed = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"];
  openssl("x509", "-req", "-in", "server.csr", ...signed, "-out", "server.crt");
  return { authority: at("ca.crt"), certificate: at("server.crt"), key: at("server.key") };
}
