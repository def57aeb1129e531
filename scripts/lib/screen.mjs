import { performance } from "node:perf_hooks";
import { Interrupted } from "./stopping.mjs";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const codes = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, bold: 1, dim: 2 };

/**
 * Steps, one line each: `✓ what there is now   0.4 s`. On a terminal a step that is still running shows a spinner;
 * elsewhere (a log file, CI) the same lines come as plain text, and a slow step announces itself once.
 */
export function createScreen({ out = process.stdout, env = process.env } = {}) {
  const terminal = Boolean(out.isTTY) && env.TERM !== "dumb";
  const coloured = terminal && !env.NO_COLOR;
  const paint = (style, text) => (coloured ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
  const running = new Map();
  let spinner;
  let interrupted = false;
  let hide = (text) => text;
  // A terminal that was closed must not stop us from stopping the rest.
  out.on?.("error", () => undefined);

  function draw() {
    if (!terminal || running.size === 0) return;
    const [{ since }] = running.values();
    const labels = [...running.values()].map(({ label }) => label).join(", ");
    const frame = frames[Math.floor(performance.now() / 80) % frames.length];
    const text = `${frame} ${labels} … ${seconds(since)}`.slice(0, (out.columns ?? 80) - 1);
    out.write(`\r\u001b[K${hide(text)}`);
  }

  function line(text = "") {
    out.write(`${terminal && running.size > 0 ? "\r\u001b[K" : ""}${hide(text)}\n`);
    draw();
  }

  async function step(label, work) {
    const key = Symbol(label);
    const entry = { label, since: performance.now() };
    running.set(key, entry);
    spinner ??= terminal ? setInterval(draw, 80) : undefined;
    draw();
    const announce = terminal ? undefined : setTimeout(() => line(`… ${entry.label}`), 2000);
    const note = (text) => {
      entry.label = text;
      if (!terminal) line(`… ${text}`);
    };
    const end = (mark, text) => {
      clearTimeout(announce);
      running.delete(key);
      if (running.size === 0) spinner = clearInterval(spinner);
      if (terminal) out.write("\r\u001b[K");
      line(`${mark} ${text}  ${paint("dim", seconds(entry.since))}`);
    };
    try {
      const text = await work(note);
      end(paint("green", "✓"), text ?? label);
    } catch (error) {
      if (interrupted || error instanceof Interrupted) end(paint("dim", "–"), `${entry.label}: interrupted`);
      else end(paint("red", "✗"), entry.label);
      throw error;
    }
  }

  return {
    line,
    step,
    paint,
    /** After Ctrl-C a step fails because it was told to. */
    interrupt: () => void (interrupted = true),
    /** Given once secrets are known: what turns them into something that may be shown. */
    hideWith: (redact) => void (hide = redact),
    warn: (text) => line(`${paint("yellow", "!")} ${text}`),
    fail: (text) => line(`${paint("red", "✗")} ${text}`),
  };
}

export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
