import { z } from "zod";
import { guardOf, type Schemas } from "../contract/schemas";
import { type Outbox } from "../delivery/outbox";
import { type UpdateRecord } from "../delivery/update-record";
import { type Webhook } from "../delivery/webhook";
import { type World } from "./world";

/** A value that the contract describes is checked by the contract. */
function wire<Name extends keyof Schemas>(name: Name) {
  return z.custom<Schemas[Name]>((value) => guardOf(name)(value), `is no ${name}`);
}

const whole = z.number().int();
const texts = z.record(z.string(), z.string());

const profile = z.object({
  id: whole,
  firstName: z.string(),
  lastName: z.string().exactOptional(),
  username: z.string().exactOptional(),
  languageCode: z.string().exactOptional(),
  phoneNumber: z.string(),
  role: z.string().exactOptional(),
});

const chat = z.object({
  revision: whole,
  started: z.boolean(),
  botBlocked: z.boolean(),
  messages: z.array(
    z.object({
      message: wire("Message"),
      from: wire("Side"),
      version: whole,
      silent: z.boolean(),
      withReplyMarkup: z.boolean(),
      reaction: z.string().exactOptional(),
    }),
  ),
  pinned: z.array(whole),
  callbacks: z.array(
    z.object({ id: z.string(), messageId: whole, data: z.string(), atMs: z.number(), answered: z.boolean() }),
  ),
  toast: wire("Toast").nullable(),
  replyKeyboard: wire("ReplyKeyboard").nullable(),
  menuButton: wire("MenuButton").nullable(),
});

const record = z.object({
  updateId: whole,
  revision: whole,
  type: z.enum(["message", "edited_message", "callback_query", "my_chat_member"]),
  personId: whole,
  queue: z.string(),
  status: wire("UpdateStatus"),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  attempts: z.custom<UpdateRecord["attempts"]>((value) => Array.isArray(value)),
  update: wire("Update"),
});

export const snapshotSchema = z.object({
  version: z.literal(1),
  clockOffsetMs: whole,
  counters: z.object({ message: whole, callback: whole, update: whole, file: whole, person: whole }),
  accounts: z.array(z.object({ profile, chat })),
  bot: z.object({
    id: whole,
    username: z.string(),
    names: texts,
    descriptions: texts,
    shortDescriptions: texts,
    commands: z.record(z.string(), z.array(wire("BotCommand"))),
    menuButton: wire("MenuButton").nullable(),
  }),
  webhook: z
    .object({ url: z.string(), secretToken: z.string().exactOptional(), maxConnections: whole })
    .nullable(),
  outbox: z.object({ allowedUpdates: z.array(z.string()).nullable(), waiting: z.array(record) }),
  files: z.array(z.object({ id: z.string(), name: z.string(), type: z.string(), base64: z.string() })),
});

/** Everything a second start shall still know. */
export type SnapshotContent = z.output<typeof snapshotSchema>;

interface Remembering {
  world: World;
  outbox: Outbox;
  webhook: Webhook;
}

export function collect({ world, outbox, webhook }: Remembering): SnapshotContent {
  return {
    version: 1,
    clockOffsetMs: world.clock.offsetMs,
    counters: world.counters,
    accounts: [...world.accounts.values()],
    bot: world.bot,
    webhook: webhook.settings,
    outbox: outbox.state(),
    files: world.files.all().map(({ bytes, ...file }) => ({ ...file, base64: bytes.toString("base64") })),
  };
}

/** Another bot than the one that runs now keeps nothing but the chats. */
export function restore({ world, outbox, webhook }: Remembering, saved: SnapshotContent): void {
  world.clock.setOffset(saved.clockOffsetMs, true);
  world.counters = saved.counters;
  for (const account of saved.accounts) world.accounts.set(account.profile.id, account);
  if (saved.bot.id === world.bot.id && saved.bot.username === world.bot.username) world.bot = saved.bot;
  webhook.settings = saved.webhook;
  for (const { base64, ...file } of saved.files)
    world.files.add({ ...file, bytes: Buffer.from(base64, "base64") });
  outbox.restore(saved.outbox);
}
