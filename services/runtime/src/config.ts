import { z } from "zod";

/**
 * Reads the environment once, at start-up. All faults are printed as one list on stderr and the process ends
 * with code 1: a service never starts half configured, and nobody fixes its variables one restart at a time.
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv = process.env,
): z.output<Schema> {
  try {
    return parseConfig(schema, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The pure half of `readConfig`: throws a ConfigError that carries every fault. Empty variables count as unset. */
export function parseConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const production = given["NODE_ENV"] === "production";
  const parsed = schema.safeParse({ ...(production ? productionDefaults : {}), ...given });
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => toFault(schema, given, issue))),
    ...clockFaults(schema, given),
  ];
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return parsed.data;
}

export interface ConfigFault {
  name: string;
  problem: string;
  expected?: string;
}

/** Its message is the readable list. Values of secrets are not part of it. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly faults: ConfigFault[]) {
    const width = Math.max(...faults.map((fault) => fault.name.length));
    super(
      [
        `The configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:`,
        ...faults.map(
          ({ name, problem, expected }) =>
            `  ${name.padEnd(width)}  ${problem}${expected === undefined ? "" : ` (${expected})`}`,
        ),
      ].join("\n"),
    );
  }
}

/** A TCP port; 0 lets the system choose a free one, which the service then announces. */
export const port = wholeNumber(0, 65_535).meta({
  description: "a port number, 0 for any free one",
  example: "4001",
});

/** A whole number as environment variables spell it: digits only, so that "" or "1e3" or "0x10" is a fault. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, "is not a whole number")
    .transform(Number)
    .refine((value) => value >= min && value <= max, `is not between ${min} and ${max}`)
    .meta({ description: `a whole number from ${min} to ${max}` });
}

/** A URL of one of the given protocols, kept as the string that was given. */
export function url(...protocols: string[]) {
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)),
      "is not such a URL",
    )
    .meta({ description: `a URL that begins with ${protocols.map((name) => `${name}://`).join(" or ")}` });
}

/**
 * What every service reads. Spread it into the service's own `z.object({ ...commonConfig, … })`; a service gives
 * `PORT` and `ADMIN_PORT` its own defaults: `PORT: port.default(4001)`.
 */
export const commonConfig = {
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  HOST: z.string().default("127.0.0.1").meta({ description: "the address to listen on", example: "0.0.0.0" }),
  PORT: port,
  ADMIN_PORT: port,
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** The commit that was built: an image brings it along, nobody sets it. */
  REVISION: z.string().default("unknown"),
  CLOCK: z.enum(["system", "adjustable"]).default("system"),
  CLOCK_URL: url("http", "https").optional().meta({ example: "http://127.0.0.1:4000" }),
  /** After SIGTERM: still answering, and asking each caller to come again on another connection. */
  SHUTDOWN_DELAY_MS: wholeNumber(0, 600_000).default(0),
};

/**
 * Kubernetes takes an endpoint out of rotation some seconds after SIGTERM, so a production service keeps
 * answering for five seconds first; and a container that listens on loopback can't be reached at all.
 */
const productionDefaults = { HOST: "0.0.0.0", SHUTDOWN_DELAY_MS: "5000" };

const secretName = /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|KEY|URL|DSN/i;

function toFault(schema: z.ZodObject, given: NodeJS.ProcessEnv, issue: z.core.$ZodIssue): ConfigFault {
  const name = String(issue.path[0] ?? "(configuration)");
  const value = given[name];
  const fields: Record<string, z.core.$ZodType> = schema.shape;
  const hint = hintOf(fields[name]);
  // Only a name that can't hold a secret has its value shown; a URL may carry a password.
  const shown = value === undefined || secretName.test(name) ? "" : `, but is ${JSON.stringify(value)}`;
  const problem = value === undefined ? "is missing" : sentence(issue) + shown;
  return hint === undefined ? { name, problem } : { name, problem, expected: hint };
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  return issue.message;
}

function hintOf(field: z.core.$ZodType | undefined): string | undefined {
  if (field === undefined) return undefined;
  const meta = metaOf(field);
  const parts = [
    meta?.description === undefined ? undefined : `expected: ${meta.description}`,
    typeof meta?.["example"] === "string" ? `for example ${meta["example"]}` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** What was said about a field, also when `.default()` or `.optional()` was called after `.meta()`. */
function metaOf(field: z.core.$ZodType): z.core.GlobalMeta | undefined {
  const inner =
    field instanceof z.ZodDefault || field instanceof z.ZodOptional ? metaOf(field.def.innerType) : undefined;
  const own = z.globalRegistry.get(field);
  return own === undefined ? inner : { ...inner, ...own };
}

function clockFaults(schema: z.ZodObject, given: NodeJS.ProcessEnv): ConfigFault[] {
  if (!("CLOCK" in schema.shape) || given["CLOCK"] !== "adjustable") return [];
  if (given["NODE_ENV"] === "production")
    return [{ name: "CLOCK", problem: "must be system when NODE_ENV is production, but is adjustable" }];
  if (given["CLOCK_URL"] === undefined)
    return [{ name: "CLOCK_URL", problem: "is missing; CLOCK=adjustable needs the emulator's base URL" }];
  return [];
}
