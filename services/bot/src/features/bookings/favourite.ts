import { type Composer } from "grammy";
import { type Appointment } from "../../booking-api";
import { type BotContext, onTap } from "../../context";
import { type Button } from "../../keyboards/card";
import { remember } from "../settings/remember";
import { appointmentOr, look } from "./booking";
import { tookPlace } from "./repeat";

/** The master of a visit becomes the person's own, who is offered first from then on; or is it no longer. */
export function favourite(composer: Composer<BotContext>): void {
  onTap(composer, "favourite", async (ctx, { appointmentId, choice }) => {
    const { masterId, masterName } = await appointmentOr(ctx, appointmentId);
    const isKept = choice === "keep";
    await remember(ctx, { favouriteMasterId: isKept ? masterId : null });
    const master = ctx.words.of(masterName);
    await look(
      ctx,
      appointmentId,
      ctx.words.html(isKept ? "favourite-kept" : "favourite-dropped", { master }),
    );
  });
}

/** On the card of a visit that is booked or took place. */
export async function favouriteRow(ctx: BotContext, appointment: Appointment): Promise<Button[][]> {
  if (!tookPlace(appointment)) return [];
  const { id: appointmentId, masterId, masterName } = appointment;
  const { favouriteMasterId } = await ctx.booking.me();
  const isFavourite = favouriteMasterId === masterId;
  const master = ctx.words.of(masterName);
  return [
    [
      {
        label: ctx.words.plain(isFavourite ? "favourite-drop" : "favourite-keep", { master }),
        on: { do: "favourite", appointmentId, choice: isFavourite ? "drop" : "keep" },
      },
    ],
  ];
}
