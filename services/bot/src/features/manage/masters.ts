import { type Composer } from "grammy";
import { type BotContext, onTap, onText } from "../../context";
import { type Card } from "../../keyboards/card";
import { pageOf } from "../../keyboards/pages";
import { management } from "./api";
import { masterFields } from "./fields/catalogue-fields";
import { ifUnchanged } from "./if-unchanged";
import { back, goTo, quoted } from "./layout";

const perPage = 10;

/** Who works here, as clients see them: the list, and each master with what they do and when. */
export function masters(composer: Composer<BotContext>): void {
  onTap(composer, "manage-masters", (ctx, { page }) => ctx.live.show({ at: "manage-masters", page }));
  onTap(composer, "manage-master", (ctx, { masterId }) => ctx.live.show({ at: "manage-master", masterId }));
  onTap(composer, "manage-repertoire", (ctx, { masterId }) =>
    ctx.live.show({ at: "manage-repertoire", masterId }),
  );
  onTap(composer, "manage-new-master", (ctx) => ctx.live.show({ at: "manage-new-master" }));

  onTap(composer, "manage-master-active", async (ctx, { masterId, active }) => {
    const api = management(ctx);
    const { body, etag } = await api.master(masterId);
    const isDone =
      body.active === active || (await ifUnchanged(() => api.changeMaster(masterId, { active }, etag)));
    const done = active ? "manage-master-shown" : "manage-master-hidden";
    const notice = ctx.words.html(isDone ? done : "manage-changed-meanwhile");
    await ctx.live.show({ at: "manage-master", masterId }, { notice });
  });

  onText(composer, "manage-new-master", async (ctx, step, text) => {
    const { words } = ctx;
    const name = text.replace(/\s+/g, " ");
    if (name.length > 100)
      return ctx.live.show(step, {
        notice: `${quoted(words, text)}\n${words.html("manage-fault-text", { max: 100 })}`,
      });
    const api = management(ctx);
    const position = Math.max(-1, ...(await api.masters()).map((master) => master.position)) + 1;
    const master = await api.createMaster({ name: { [words.locale]: name }, locale: words.locale, position });
    await ctx.live.show(
      { at: "manage-master", masterId: master.id },
      { notice: words.html("manage-master-made", { name }) },
    );
  });
}

export function renderNewMaster({ words }: BotContext): Card {
  return {
    text: words.html("manage-new-master-text"),
    rows: [[back(words, { at: "manage-masters", page: 0 }, "button-cancel")]],
  };
}

export async function renderMasterList(ctx: BotContext, page: number): Promise<Card> {
  const { words } = ctx;
  const all = await management(ctx).masters();
  return {
    text: [
      words.html("manage-masters-title"),
      words.html(all.length > 0 ? "manage-masters-text" : "manage-masters-none"),
    ].join("\n"),
    rows: [
      ...pageOf({
        rows: all.map((master) => [
          goTo(
            words.plain(master.active ? "manage-master-button" : "manage-master-hidden-button", {
              name: words.of(master.name),
              services: master.serviceIds.length,
            }),
            { at: "manage-master", masterId: master.id },
          ),
        ]),
        page,
        perPage,
        onPage: (other) => ({ do: "manage-masters", page: other }),
      }),
      [{ label: words.plain("manage-button-new-master"), on: { do: "manage-new-master" } }],
      [back(words, { at: "manage" })],
    ],
  };
}

export async function renderMaster(ctx: BotContext, masterId: string): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const [{ body: master }, services] = await Promise.all([api.master(masterId), api.services()]);
  const target = { of: "master", masterId } as const;
  const told = masterFields["told-in"]?.say(master.locale, { words, currency: "EUR" }) ?? "";
  const does = services.filter(({ id }) => master.serviceIds.includes(id)).map(({ name }) => words.of(name));
  return {
    text: [
      words.html("manage-thing-title", { name: words.of(master.name) }),
      ...(master.active ? [] : [words.html("manage-master-is-hidden")]),
      ...(master.about === null ? [] : [words.html("manage-about-line", { about: words.of(master.about) })]),
      "",
      words.html("manage-line", {
        label: words.plain("manage-label-repertoire"),
        value: does.length > 0 ? does.join(", ") : words.plain("manage-nothing-yet"),
      }),
      words.html("manage-line", { label: words.plain("manage-label-told-in"), value: told }),
      words.html(master.telegramUserId === null ? "manage-master-not-joined" : "manage-master-joined"),
    ].join("\n"),
    rows: [
      [
        {
          label: words.plain("manage-label-person-name"),
          on: { do: "manage-edit", target, field: `name-${words.locale}` },
        },
        {
          label: words.plain("manage-label-about"),
          on: { do: "manage-edit", target, field: `about-${words.locale}` },
        },
      ],
      [
        goTo(words.plain("manage-label-repertoire"), { at: "manage-repertoire", masterId }),
        { label: words.plain("manage-label-told-in"), on: { do: "manage-edit", target, field: "told-in" } },
      ],
      [
        goTo(words.plain("manage-button-week"), { at: "manage-week", masterId }),
        goTo(words.plain("manage-button-days"), { at: "manage-days", masterId }),
      ],
      ...(master.telegramUserId === null
        ? [
            [
              {
                label: words.plain("manage-button-invite-them"),
                on: { do: "manage-invite-master", masterId } as const,
              },
            ],
          ]
        : []),
      [
        {
          label: words.plain(master.active ? "manage-button-hide" : "manage-button-show"),
          on: { do: "manage-master-active", masterId, active: !master.active },
        },
      ],
      [back(words, { at: "manage-masters", page: 0 })],
    ],
  };
}

/** What a master does; each with a way to their own duration and price. */
export async function renderRepertoire(ctx: BotContext, masterId: string): Promise<Card> {
  const { words } = ctx;
  const api = management(ctx);
  const [{ body: master }, services] = await Promise.all([api.master(masterId), api.services()]);
  return {
    text: words.html("manage-repertoire-text", { name: words.of(master.name) }),
    rows: [
      ...services
        .slice(0, 50)
        .map((service) => [
          goTo(
            words.plain(
              master.serviceIds.includes(service.id) ? "manage-does-button" : "manage-does-not-button",
              { name: words.of(service.name) },
            ),
            { at: "manage-offering", masterId, serviceId: service.id, from: "master" },
          ),
        ]),
      [back(words, { at: "manage-master", masterId })],
    ],
  };
}
