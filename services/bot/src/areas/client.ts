import { clientStep, type ClientStep } from "../draft/steps/client";
import { attendance } from "../features/bookings/attendance";
import { booking, renderBooking } from "../features/bookings/booking";
import { cancel, renderCancelled, renderConfirmCancel } from "../features/bookings/cancel";
import { bookings, renderBookings, renderPast } from "../features/bookings/list";
import { move, renderConfirmMove } from "../features/bookings/move";
import { calendar } from "../features/bookings/calendar";
import { favourite } from "../features/bookings/favourite";
import { note, renderNote } from "../features/bookings/note";
import { proposal } from "../features/bookings/proposal";
import { repeat } from "../features/bookings/repeat";
import { contact, renderContact } from "../features/booking/contact";
import { confirm } from "../features/booking/confirm";
import { deadCells } from "../features/booking/dead-cells";
import { days, renderDays, renderMonth } from "../features/booking/days";
import { hold, renderConfirm, renderTaken } from "../features/booking/hold";
import { masters, renderMasters } from "../features/booking/masters";
import {
  renderAddService,
  renderMasterServices,
  renderServices,
  services,
} from "../features/booking/services";
import { renderTimes, times } from "../features/booking/times";
import { forget, renderForget, renderForgetSure } from "../features/privacy/forget";
import { myData } from "../features/privacy/my-data";
import { reminders, renderReminders } from "../features/settings/reminders";
import { renderSettings, settings } from "../features/settings/settings";
import { unsubscribe } from "../features/settings/unsubscribe";
import { join, renderWishDays, renderWishPart } from "../features/waitlist/join";
import { renderWish, renderWishes, wishes } from "../features/waitlist/wishes";
import { help, renderHelp } from "../features/start/help";
import { home, renderHome } from "../features/start/home";
import { language, renderLanguage } from "../features/start/language";
import { type Area, isOneOf } from "./area";

/** What everybody may do in the chat, in the order in which it is looked for. */
export const clientArea: Area<ClientStep> = {
  features: [
    // First: it puts away a keyboard that any other way on would leave behind.
    contact,
    home,
    settings,
    reminders,
    unsubscribe,
    myData,
    forget,
    services,
    masters,
    days,
    times,
    deadCells,
    hold,
    confirm,
    bookings,
    booking,
    proposal,
    move,
    cancel,
    attendance,
    note,
    favourite,
    repeat,
    calendar,
    join,
    wishes,
    language,
    help,
  ],
  isStep: isOneOf(clientStep),
  render(ctx, step) {
    switch (step.at) {
      case "home":
        return renderHome(ctx);
      case "help":
        return renderHelp(ctx);
      case "language":
        return renderLanguage(ctx);
      case "services":
        return renderServices(ctx, step.page);
      case "masters":
        return renderMasters(ctx, step.serviceIds, step.page);
      case "add-service":
        return renderAddService(ctx, step.visit, step.page);
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
      case "contact":
        return renderContact(ctx, step.holdId);
      case "hold-note":
        return renderNote(ctx, step.holdId);
      case "note":
        return renderNote(ctx, step.appointmentId);
      case "master-services":
        return renderMasterServices(ctx, step.masterId, step.page);
      case "wish-days":
        return renderWishDays(ctx, step.visit, step.date);
      case "wish-part":
        return renderWishPart(ctx, step.visit, step.range);
      case "wishes":
        return renderWishes(ctx);
      case "wish":
        return renderWish(ctx, step.entryId);
      case "settings":
        return renderSettings(ctx);
      case "reminders":
        return renderReminders(ctx);
      case "forget":
        return renderForget(ctx);
      case "forget-sure":
        return renderForgetSure(ctx);
      case "confirm-move":
        return renderConfirmMove(ctx, step.visit, step.startsAt);
      case "bookings":
        return renderBookings(ctx);
      case "past":
        return renderPast(ctx, step.page);
      case "booking":
        return renderBooking(ctx, step.appointmentId);
      case "confirm-cancel":
        return renderConfirmCancel(ctx, step.appointmentId, step.version);
      case "cancelled":
        return renderCancelled(ctx, step.appointmentId);
    }
  },
};
