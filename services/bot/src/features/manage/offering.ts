import { isProblem } from "@okoshko/contracts/problem-error";
import { type Composer } from "grammy";
import { type BotContext, onTap } from "../../context";
import { type ManageStep } from "../../draft/steps/manage";
import { type Card } from "../../keyboards/card";
import { management } from "./api";
import { offeringFields } from "./fields/catalogue-fields";
import { back } from "./layout";

type OfferingStep = Extract<ManageStep, { at: "manage-offering" }>;

/** Whether a master does a service, and for how long and how much when not as everybody. */
export function offering(composer: Composer<BotContext>): void {
  onTap(composer, "manage-offering", (ctx, { masterId, serviceId, from }) =>
    ctx.live.show({ at: "manage-offering", masterId, serviceId, from }),
  );
  onTap(composer, "manage-offer", async (ctx, { masterId, serviceId, offered }) => {
    const api = management(ctx);
    if (!offered) await api.dropOffering({ masterId, serviceId });
    // What they had of their own stays: a second tap must not reset it.
    else if ((await offeringOf(ctx, masterId, serviceId)) === undefined)
      await api.putOffering({ masterId, serviceId }, {});
    const { step } = ctx.live;
    const from = step.at === "manage-offering" ? step.from : "service";
    const notice = ctx.words.html(offered ? "manage-does-now" : "manage-does-no-longer");
    if (offered) return ctx.live.show({ at: "manage-offering", masterId, serviceId, from }, { notice });
    await ctx.live.show(
      from === "master" ? { at: "manage-repertoire", masterId } : { at: "manage-performers", serviceId },
      { notice },
    );
  });
}

async function offeringOf(ctx: BotContext, masterId: string, serviceId: string) {
  try {
    return (await management(ctx).offering({ masterId, serviceId })).body;
  } catch (error) {
    if (isProblem(error, "not-found")) return undefined;
    throw error;
  }
}

export async function renderOffering(ctx: BotContext, step: OfferingStep): Promise<Card> {
  const { words } = ctx;
  const { masterId, serviceId, from } = step;
  const api = management(ctx);
  const [{ body: master }, { body: service }, done] = await Promise.all([
    api.master(masterId),
    api.service(serviceId),
    offeringOf(ctx, masterId, serviceId),
  ]);
  const title = words.html("manage-offering-title", {
    master: words.of(master.name),
    service: words.of(service.name),
  });
  const home = back(
    words,
    from === "master" ? { at: "manage-repertoire", masterId } : { at: "manage-performers", serviceId },
  );
  const offer = (offered: boolean, key: "manage-button-does" | "manage-button-does-not") => ({
    label: words.plain(key),
    on: { do: "manage-offer", masterId, serviceId, offered } as const,
  });
  if (done === undefined)
    return {
      text: [title, "", words.html("manage-offering-not")].join("\n"),
      rows: [[{ ...offer(true, "manage-button-does"), style: "success" }], [home]],
    };
  const target = { of: "offering", masterId, serviceId, from } as const;
  const frame = { words, currency: service.currency };
  const isOwn = (name: "duration" | "price"): boolean =>
    offeringFields[name]?.read({ offering: done, service }) !== "-";
  const line = (name: "duration" | "price", value: string): string =>
    words.html(isOwn(name) ? "manage-own-line" : "manage-usual-line", {
      label: words.plain(`manage-label-${name}`),
      value,
    });
  return {
    text: [
      title,
      "",
      line("duration", words.duration(done.durationMinutes)),
      line("price", words.money(done.priceMinor, frame.currency)),
    ].join("\n"),
    rows: [
      [
        { label: words.plain("manage-label-duration"), on: { do: "manage-edit", target, field: "duration" } },
        { label: words.plain("manage-label-price"), on: { do: "manage-edit", target, field: "price" } },
      ],
      [offer(false, "manage-button-does-not")],
      [home],
    ],
  };
}
