import { commonConfig, port, readConfig } from "@okoshko/runtime/config";
import { z } from "zod";
import { demoToken } from "./emulator";
import { without } from "./state/without";

const schema = z.object({
  // The emulator is the clock that others follow.
  ...without(commonConfig, "CLOCK", "CLOCK_URL"),
  PORT: port.default(4000),
  ADMIN_PORT: port.default(4100),
  BOT_TOKEN: z
    .string()
    .regex(/^\d{1,16}:[A-Za-z0-9_-]{1,100}$/, "is no bot token")
    .default(demoToken)
    .meta({ description: "the token that bots call this emulator with, never one of a real bot" }),
  BOT_USERNAME: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{1,28}bot$/i, "is no bot's username")
    .default("okoshko_demo_bot"),
  STATE_FILE: z.string().optional().meta({ description: "where chats are kept over restarts" }),
  ALLOWED_HOSTS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== ""),
    )
    .meta({
      description: "host names, by commas, beside those of this machine",
      example: "demo.example.org",
    }),
  LINKS: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap(toLink))
    .meta({
      description: "pages for the foot of the chat page",
      example: "API docs=http://localhost:4001/docs",
    }),
  EMULATOR_ALLOW_IN_PRODUCTION: z.literal("demo").optional(),
});

export type Config = z.output<typeof schema>;

/** Reads the environment, or ends the process with a list of what is wrong. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const config = readConfig(schema, env);
  const refusal = refusalOf(config);
  if (refusal === undefined) return config;
  process.stderr.write(`${refusal}\n`);
  process.exit(1);
}

/** Why this process must not start, in a sentence. */
export function refusalOf(
  config: Pick<Config, "NODE_ENV" | "EMULATOR_ALLOW_IN_PRODUCTION">,
): string | undefined {
  if (config.NODE_ENV !== "production" || config.EMULATOR_ALLOW_IN_PRODUCTION === "demo") return undefined;
  return (
    "The Telegram emulator is for demos and tests: it has no login, and everyone who reaches it can act as anyone. " +
    "It refuses to start with NODE_ENV=production. For a demo installation set EMULATOR_ALLOW_IN_PRODUCTION=demo."
  );
}

/** `API docs=http://localhost:4001/docs`; what is no http address is left out. */
function toLink(entry: string): { label: string; url: string }[] {
  const [, label, url] = /^\s*([^=]+?)\s*=\s*(https?:\/\/\S+)\s*$/.exec(entry) ?? [];
  return label === undefined || url === undefined ? [] : [{ label, url }];
}
