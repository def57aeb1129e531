// Helm's own program, for a machine that has it but can't build charts/tools. It renders and lints as that does; what it can't do
// is skipped, and said.
import { spawnSync } from "node:child_process";

/** Thrown where a test needs more than is at hand. */
export class NotHere extends Error {}

/** Answers what the tool of charts/tools would; `why` says what keeps us from building that one. */
export function startHelm(helm, why) {
  const run = (args, values) =>
    spawnSync(helm, args, { input: JSON.stringify(values ?? {}), encoding: "utf8", maxBuffer: 2 ** 26 });
  const need = (what) => new NotHere(`${why}, and helm alone ${what}`);
  return {
    async ask({ chart, values, release, namespace, kubeVersion, upgrade, existing, lint, decode }) {
      if (decode !== undefined) throw need("does not decode objects strictly");
      if (existing !== undefined) throw need("has no cluster to look something up in");
      const common = [chart, "--namespace", namespace, "--values", "-"];
      if (lint) {
        const { status, stdout, stderr } = run(["lint", "--strict", ...common], values);
        return { complaints: status === 0 ? [] : [stdout + stderr] };
      }
      const args = ["template", release, ...common];
      if (kubeVersion !== undefined) args.push("--kube-version", kubeVersion);
      if (upgrade) args.push("--is-upgrade");
      const { status, stdout, stderr } = run(args, values);
      return status === 0 ? { files: { "all.yaml": stdout } } : { error: stderr };
    },
    notes: () => {
      throw need("renders no notes");
    },
    stop: () => undefined,
  };
}
