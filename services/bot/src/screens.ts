import { type BotContext } from "./context";
import { type Step } from "./draft/draft";
import { renderBooking } from "./features/bookings/booking";
import { renderBookings } from "./features/bookings/list";
import { renderCancelled, renderConfirmCancel } from "./features/bookings/cancel";
import { renderConfirmMove } from "./features/bookings/move";
import { renderDays, renderMonth } from "./features/booking/days";
import { renderConfirm, renderTaken } from "./features/booking/hold";
import { renderMasters } from "./features/booking/masters";
import { renderServices } from "./features/booking/services";
import { renderTimes } from "./features/booking/times";
import { renderHelp } from "./features/start/help";
import { renderHome, renderResume } from "./features/start/home";
import { renderLanguage } from "./features/start/language";
import { type Card } from "./keyboards/card";

/** What each step looks like, with what is true at this moment. */
export async function render(ctx: BotContext, step: Step): Promise<Card> {
  switch (step.at) {
    case "home":
      return renderHome(ctx);
    case "resume":
      return renderResume(ctx);
    case "help":
      return renderHelp(ctx);
    case "language":
      return renderLanguage(ctx);
    case "services":
      return renderServices(ctx);
    case "masters":
      return renderMasters(ctx, step.serviceId);
    case "days":
      return renderDays(ctx, step.visit);
    case "month":
      return renderMonth(ctx, step.visit, step.month);
    case "times":
      return renderTimes(ctx, step.visit, step.date, step.part);
    case "taken":
      return renderTaken(ctx, step);
    case "confirm":
      return renderConfirm(ctx, step.holdId);
    case "confirm-move":
      return renderConfirmMove(ctx, step.visit, step.startsAt);
    case "bookings":
      return renderBookings(ctx);
    case "booking":
      return renderBooking(ctx, step.appointmentId);
    case "confirm-cancel":
      return renderConfirmCancel(ctx, step.appointmentId, step.version);
    case "cancelled":
      return renderCancelled(ctx, step.appointmentId);
  }
}
