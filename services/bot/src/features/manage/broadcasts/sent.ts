import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../../context";
import { type ManageStep } from "../../../draft/steps/manage";
import { localDateOf } from "../../../formats";
import { type Card } from "../../../keyboards/card";
import { back, goTo, turnRow } from "../layout";
import { audienceText } from "./audience-text";
import { type Broadcast, broadcasting, unlessAway } from "./notifier";

type ListStep = Extract<ManageStep, { at: "manage-broadcasts" }>;

/** Broadcasts that were sent or are under way: how far they are, and stopping one. */
export function sent(composer: Composer<BotContext>): void {
  onTap(composer, "manage-broadcasts", (ctx) => ctx.live.show({ at: "manage-broadcasts", cursors: [] }));
  onTap(composer, "manage-broadcast", (ctx, { broadcastId }) =>
    ctx.live.show({ at: "manage-broadcast", broadcastId }),
  );
  onTap(composer, "manage-broadcast-stop", (ctx, { broadcastId }) =>
    ctx.live.show({ at: "manage-broadcast-stop", broadcastId }),
  );
  onTap(composer, "manage-broadcast-stop-sure", async (ctx, { broadcastId }) => {
    const { state } = await broadcasting(ctx).stop(broadcastId);
    const notice = ctx.words.html(
      state === "stopped" ? "manage-broadcast-stopped" : "manage-broadcast-was-done",
    );
    await ctx.live.show({ at: "manage-broadcast", broadcastId }, { notice });
  });
}

export function renderBroadcasts(ctx: BotContext, step: ListStep): Promise<Card> {
  return unlessAway(ctx, step, listCard(ctx, step));
}

async function listCard(ctx: BotContext, { cursors }: ListStep): Promise<Card> {
  const { words } = ctx;
  const [{ items, nextCursor }, { business }] = await Promise.all([
    broadcasting(ctx).page(cursors.at(-1)),
    ctx.parts.catalogue(),
  ]);
  return {
    text: [
      words.html("manage-broadcasts-title"),
      words.html(items.length > 0 ? "manage-broadcasts-text" : "manage-broadcasts-none"),
    ].join("\n"),
    rows: [
      ...items.map(({ id, state, createdAt, text }) => [
        goTo(
          words.plain("manage-broadcast-line", {
            day: words.shortDay(localDateOf(createdAt, business.timeZone)),
            state: words.plain(`manage-broadcast-state-${state}`),
            text: startOf(words.of(text)),
          }),
          { at: "manage-broadcast", broadcastId: id },
        ),
      ]),
      [{ label: words.plain("manage-button-new-broadcast"), on: { do: "manage-broadcast-new" } }],
      ...turnRow(words, cursors, nextCursor !== null),
      [back(words, { at: "manage" })],
    ],
  };
}

/** Enough to know it again by. */
function startOf(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 20 ? `${Array.from(line).slice(0, 19).join("")}…` : line;
}

export function renderBroadcast(ctx: BotContext, broadcastId: string): Promise<Card> {
  return unlessAway(ctx, { at: "manage-broadcast", broadcastId }, broadcastCard(ctx, broadcastId));
}

async function broadcastCard(ctx: BotContext, broadcastId: string): Promise<Card> {
  const { words } = ctx;
  const broadcast = await broadcasting(ctx).get(broadcastId);
  const [audience, { business }] = await Promise.all([
    audienceText(ctx, broadcast.audience),
    ctx.parts.catalogue(),
  ]);
  const isSending = broadcast.state === "sending";
  const line = (key: string, value: string): string =>
    words.html("manage-line", { label: words.plain(`manage-label-${key}`), value });
  return {
    text: [
      words.html("manage-broadcast-one"),
      line("state", words.plain(`manage-broadcast-state-${broadcast.state}`)),
      line("audience", audience),
      ...countLines(ctx, broadcast),
      ...(isSending
        ? [
            words.html("manage-broadcast-as-of", {
              time: words.timeOf(ctx.parts.clock.now().toISOString(), business.timeZone),
            }),
          ]
        : []),
      words.html("manage-broadcast-quote", { text: words.of(broadcast.text) }),
    ].join("\n"),
    rows: [
      ...(isSending
        ? [
            [
              {
                label: words.plain("manage-button-refresh"),
                on: { do: "manage-broadcast", broadcastId } as const,
              },
              {
                label: words.plain("manage-button-stop"),
                on: { do: "manage-broadcast-stop", broadcastId } as const,
                style: "danger" as const,
              },
            ],
          ]
        : []),
      [back(words, { at: "manage-broadcasts", cursors: [] })],
    ],
  };
}

/** What became of it so far. Nobody needs to read of what did not happen. */
function countLines({ words }: BotContext, { total, state, counts }: Broadcast): string[] {
  if (total === null) return [words.html("manage-broadcast-counting")];
  const { waiting, sent: delivered, unreachable, failed, unknown } = counts;
  // Whoever was left out: stopped before their turn, or gone since it began.
  const rest = Math.max(0, total - waiting - delivered - unreachable - failed - unknown);
  const shown = [
    ["waiting", state === "sending" ? waiting + rest : waiting],
    ["unreachable", unreachable],
    ["failed", failed],
    ["unknown", unknown],
    ["left-out", state === "sending" ? 0 : rest],
  ] as const;
  return [
    words.html("manage-broadcast-delivered", { delivered, total }),
    ...shown
      .filter(([, count]) => count > 0)
      .map(([what, count]) => words.html(`manage-broadcast-${what}`, { count })),
  ];
}

/** Asked once more: those who are left out will not be written to by going on. */
export function renderStop(ctx: BotContext, broadcastId: string): Promise<Card> {
  const step = { at: "manage-broadcast-stop", broadcastId } as const;
  return unlessAway(ctx, step, stopCard(ctx, broadcastId));
}

async function stopCard(ctx: BotContext, broadcastId: string): Promise<Card> {
  const { words } = ctx;
  const { counts } = await broadcasting(ctx).get(broadcastId);
  return {
    text: words.html("manage-broadcast-stop-text", { delivered: counts.sent }),
    rows: [
      [
        {
          label: words.plain("manage-button-stop-sure"),
          on: { do: "manage-broadcast-stop-sure", broadcastId },
          style: "danger",
        },
      ],
      [back(words, { at: "manage-broadcast", broadcastId }, "button-cancel")],
    ],
  };
}
