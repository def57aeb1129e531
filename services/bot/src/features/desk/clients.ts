import { type Composer } from "grammy";
import { type BotContext, onTap, onText } from "../../context";
import { type StepAt } from "../../draft/steps/desk";
import { type Button, type Card } from "../../keyboards/card";
import { toServices } from "./book";
import { type ClientRecord, deskOf } from "./desk-booking";
import { keyOf } from "./key";
import { pageOf, pager } from "./paging";
import { toNameAndPhone, toPhone } from "./phone";
import { homeOfDesk, whose } from "./whose";

const perPage = 8;
/** As many as booking-api tells of at once; beyond, a search is quicker than leafing. */
const known = 100;
const longestName = 128;

/** For whom the desk books: somebody who was here before, or a new name. */
export function clients(composer: Composer<BotContext>): void {
  onTap(composer, "desk-client", (ctx, { masterId, when, page }) => {
    const { step } = ctx.live;
    const search = step.at === "desk-client" ? step.search : null;
    return ctx.live.show({ at: "desk-client", masterId, when, search: page === 0 ? null : search, page });
  });
  onText(composer, "desk-client", (ctx, step, text) =>
    text.length > longestName
      ? ctx.live.show(step, { notice: ctx.words.html("desk-name-long", { longest: longestName }) })
      : ctx.live.show({ ...step, search: text, page: 0 }),
  );

  onTap(composer, "desk-client-pick", async (ctx, { masterId, when, clientId }) => {
    await toServices(ctx, { masterId, when }, await deskOf(ctx).client(clientId));
  });
  onTap(composer, "desk-client-nameless", async (ctx, { masterId, when }) => {
    const name = ctx.words.plain("desk-guest");
    await toServices(ctx, { masterId, when }, await add(ctx, { name, phone: null }));
  });

  onTap(composer, "desk-client-new", async (ctx) => {
    const { step } = ctx.live;
    if (step.at !== "desk-client" || step.search === null) return ctx.live.show(await homeOfDesk(ctx));
    const { masterId, when } = step;
    const { name, phone } = toNameAndPhone(step.search);
    if (phone === undefined) return ctx.live.show({ at: "desk-client-phone", masterId, when, name });
    await toServices(ctx, step, await add(ctx, { name, phone }));
  });
  onText(composer, "desk-client-phone", async (ctx, step, text) => {
    const phone = toPhone(text);
    if (phone === undefined) return ctx.live.show(step, { notice: ctx.words.html("desk-phone-wrong") });
    await toServices(ctx, step, await add(ctx, { name: step.name, phone }));
  });
  onTap(composer, "desk-phone-skip", async (ctx) => {
    const { step } = ctx.live;
    if (step.at !== "desk-client-phone") return ctx.live.show(await homeOfDesk(ctx));
    await toServices(ctx, step, await add(ctx, { name: step.name, phone: null }));
  });
}

function add(ctx: BotContext, client: { name: string; phone: string | null }): Promise<ClientRecord> {
  return deskOf(ctx).addClient(client, keyOf(ctx, "client"));
}

export async function renderClient(ctx: BotContext, step: StepAt<"desk-client">): Promise<Card> {
  const { words } = ctx;
  const { masterId, when, search } = step;
  await whose(ctx, masterId);
  const { items, nextCursor } = await deskOf(ctx).clients(searchOf(search), known);
  const { page, shown } = pageOf(items, step.page, perPage);
  const isNumberOnly = search !== null && toNameAndPhone(search).name === "";
  return {
    text: [
      words.html("desk-client-title", { when }),
      "",
      search === null
        ? words.html("desk-client-text", { more: nextCursor === null ? "no" : "yes" })
        : words.html("desk-client-found", { search, count: items.length }),
      ...(isNumberOnly ? [words.html("desk-client-number-only")] : []),
    ].join("\n"),
    rows: [
      ...(search === null || isNumberOnly
        ? []
        : [
            [
              {
                label: words.plain("desk-client-new", { name: toNameAndPhone(search).name }),
                on: { do: "desk-client-new" } as const,
                style: "success" as const,
              },
            ],
          ]),
      ...shown.map((client) => [clientButton(ctx, client, { masterId, when })]),
      ...pager(ctx, { page, count: items.length, size: perPage }, (other) => ({
        do: "desk-client",
        masterId,
        when,
        page: other,
      })),
      ...(when === "now" && search === null
        ? [
            [
              {
                label: words.plain("button-nameless"),
                on: { do: "desk-client-nameless", masterId, when } as const,
              },
            ],
          ]
        : []),
      [
        search === null
          ? { label: words.plain("button-back"), on: { do: "desk-book", masterId } }
          : { label: words.plain("button-back"), on: { do: "desk-client", masterId, when, page: 0 } },
        {
          label: words.plain("button-cancel"),
          on: { do: "desk-day", masterId, date: null, page: 0 },
          style: "danger",
        },
      ],
    ],
  };
}

/** A number is looked for as it is written, without what people put between its digits. */
function searchOf(search: string | null): string | null {
  if (search === null) return null;
  const { name, phone } = toNameAndPhone(search);
  return (phone ?? name).slice(0, 64);
}

function clientButton(
  { words }: BotContext,
  { id, name, phone }: ClientRecord,
  place: { masterId: string; when: "now" | "later" },
): Button {
  return {
    label: words.plain("desk-client-button", { name, phone: phone ?? "none" }),
    on: { do: "desk-client-pick", ...place, clientId: id },
  };
}

export async function renderClientPhone(
  ctx: BotContext,
  { masterId, when, name }: StepAt<"desk-client-phone">,
): Promise<Card> {
  const { words } = ctx;
  await whose(ctx, masterId);
  return {
    text: words.html("desk-phone-text", { name }),
    rows: [
      [{ label: words.plain("button-phone-skip"), on: { do: "desk-phone-skip" } }],
      [
        { label: words.plain("button-back"), on: { do: "desk-client", masterId, when, page: 0 } },
        {
          label: words.plain("button-cancel"),
          on: { do: "desk-day", masterId, date: null, page: 0 },
          style: "danger",
        },
      ],
    ],
  };
}
