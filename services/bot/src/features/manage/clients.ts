import { type Composer, InputFile } from "grammy";
import { type BotContext, onTap, onText } from "../../context";
import { type ManageStep } from "../../draft/steps/manage";
import { localDateOf } from "../../formats";
import { type Card } from "../../keyboards/card";
import { servicesOf, todayOf } from "../visit/visit-text";
import { management } from "./api";
import { back, goTo, quoted, turnRow } from "./layout";

type ClientsStep = Extract<ManageStep, { at: "manage-clients" }>;
type VisitsStep = Extract<ManageStep, { at: "manage-client-visits" }>;

const perPage = 10;

/** Who books here: search, what is known of one, their data as a file, and forgetting them. */
export function clients(composer: Composer<BotContext>): void {
  onTap(composer, "manage-clients", (ctx) =>
    ctx.live.show({ at: "manage-clients", search: null, cursors: [] }),
  );
  onTap(composer, "manage-client", (ctx, { clientId }) => ctx.live.show({ at: "manage-client", clientId }));
  onTap(composer, "manage-client-visits", (ctx, { clientId }) =>
    ctx.live.show({ at: "manage-client-visits", clientId, cursors: [] }),
  );

  onText(composer, "manage-clients", async (ctx, _step, text) => {
    if (text.length > 64)
      return ctx.live.show(
        { at: "manage-clients", search: null, cursors: [] },
        { notice: `${quoted(ctx.words, text)}\n${ctx.words.html("manage-fault-text", { max: 64 })}` },
      );
    await ctx.live.show({ at: "manage-clients", search: text, cursors: [] });
  });

  onTap(composer, "manage-export", async (ctx, { clientId }) => {
    const data = await management(ctx).exportClient(clientId);
    const file = new InputFile(Buffer.from(JSON.stringify(data, null, 2)), `client-${clientId}.json`);
    await ctx.api.sendDocument(ctx.userId, file, { caption: ctx.words.plain("manage-export-caption") });
    await ctx.live.show({ at: "manage-client", clientId });
  });

  onTap(composer, "manage-erase", (ctx, { clientId, sure }) =>
    ctx.live.show({ at: "manage-erase", clientId, sure }),
  );
  onTap(composer, "manage-erase-sure", async (ctx, { clientId }) => {
    await management(ctx).eraseClient(clientId);
    await ctx.live.show(
      { at: "manage-clients", search: null, cursors: [] },
      { notice: ctx.words.html("manage-erased") },
    );
  });
}

export async function renderClients(ctx: BotContext, { search, cursors }: ClientsStep): Promise<Card> {
  const { words } = ctx;
  const cursor = cursors.at(-1);
  const { items, nextCursor } = await management(ctx).clients({
    limit: perPage,
    ...(search === null ? {} : { search }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  return {
    text: [
      words.html("manage-clients-title"),
      words.html(search === null ? "manage-clients-text" : "manage-clients-found", { search: search ?? "" }),
      ...(items.length > 0 ? [] : ["", words.html("manage-clients-none")]),
    ].join("\n"),
    rows: [
      ...items.map((client) => [
        goTo(
          client.phone === null
            ? client.name
            : words.plain("manage-client-button", { name: client.name, phone: client.phone }),
          { at: "manage-client", clientId: client.id },
        ),
      ]),
      ...turnRow(words, cursors, nextCursor !== null),
      ...(search === null
        ? []
        : [[{ label: words.plain("manage-button-all-clients"), on: { do: "manage-clients" } as const }]]),
      [back(words, { at: "manage" })],
    ],
  };
}

export async function renderClient(ctx: BotContext, clientId: string): Promise<Card> {
  const { words } = ctx;
  const client = await management(ctx).clientRecord(clientId);
  const { business } = await ctx.parts.catalogue();
  const line = (key: string, value: string): string =>
    words.html("manage-line", { label: words.plain(`manage-label-${key}`), value });
  return {
    text: [
      words.html("manage-thing-title", { name: client.name }),
      line("client-phone", client.phone ?? words.plain("manage-not-said")),
      line("visits", String(client.visits)),
      line("no-shows", String(client.noShows)),
      line("since", words.longDay(localDateOf(client.createdAt, business.timeZone), todayOf(ctx, business))),
      words.html(
        client.telegramUserId === null
          ? "manage-client-no-account"
          : client.reachable
            ? "manage-client-reachable"
            : "manage-client-unreachable",
      ),
    ].join("\n"),
    rows: [
      [goTo(words.plain("manage-button-visits"), { at: "manage-client-visits", clientId, cursors: [] })],
      [{ label: words.plain("manage-button-export"), on: { do: "manage-export", clientId } }],
      [
        {
          label: words.plain("manage-button-erase"),
          on: { do: "manage-erase", clientId, sure: false },
          style: "danger",
        },
      ],
      [back(words, { at: "manage-clients", search: null, cursors: [] })],
    ],
  };
}

export async function renderClientVisits(ctx: BotContext, { clientId, cursors }: VisitsStep): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const cursor = cursors.at(-1);
  const [client, { items, nextCursor }, { business }] = await Promise.all([
    api.clientRecord(clientId),
    api.visits({ clientId, limit: perPage, ...(cursor === undefined ? {} : { cursor }) }),
    ctx.parts.catalogue(),
  ]);
  const today = todayOf(ctx, business);
  return {
    text: [
      words.html("manage-visits-title", { name: client.name }),
      ...(items.length > 0 ? [""] : ["", words.html("manage-visits-none")]),
      ...items.map((visit) =>
        words.html("manage-visit-line", {
          when: words.plain("day-and-time", {
            day: words.longDay(visit.localDate, today),
            time: visit.localTime,
          }),
          services: servicesOf(words, visit),
          master: words.of(visit.masterName),
          state: words.plain(`manage-state-${visit.status.replace("_", "-")}`),
        }),
      ),
    ].join("\n"),
    rows: [...turnRow(words, cursors, nextCursor !== null), [back(words, { at: "manage-client", clientId })]],
  };
}

/** Asked twice: what is forgotten is gone for good. */
export async function renderErase(ctx: BotContext, clientId: string, sure: boolean): Promise<Card> {
  const { words } = ctx;
  const client = await management(ctx).clientRecord(clientId);
  return {
    text: words.html(sure ? "manage-erase-twice" : "manage-erase-text", { name: client.name }),
    rows: [
      [
        sure
          ? {
              label: words.plain("manage-button-erase-sure"),
              on: { do: "manage-erase-sure", clientId } as const,
              style: "danger" as const,
            }
          : {
              label: words.plain("manage-button-erase-on"),
              on: { do: "manage-erase", clientId, sure: true } as const,
              style: "danger" as const,
            },
      ],
      [back(words, { at: "manage-client", clientId }, "button-cancel")],
    ],
  };
}
