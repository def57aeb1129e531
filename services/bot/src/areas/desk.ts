import { deskStep, type DeskStep } from "../draft/steps/desk";
import { block, renderBlock, renderBlocked, renderBlockFrom, renderBlockTo } from "../features/desk/block";
import { book, renderBook, renderBookSure, renderServicesOfDesk } from "../features/desk/book";
import { clients, renderClient, renderClientPhone } from "../features/desk/clients";
import { day, renderDay } from "../features/desk/day";
import { daysOff, renderOff, renderOffSure } from "../features/desk/days-off";
import { decide, renderMark } from "../features/desk/decide";
import { desk, renderMastersOfDesk } from "../features/desk/desk";
import { feed, renderFeed } from "../features/desk/feed";
import {
  plan,
  renderPlanDays,
  renderPlanMasters,
  renderPlanMonth,
  renderPlanSure,
  renderPlanTaken,
  renderPlanTimes,
} from "../features/desk/plan";
import { refuse, renderWhy } from "../features/desk/refuse";
import { renderRequests, requests } from "../features/desk/requests";
import { renderShare, share } from "../features/desk/share";
import { renderVisit, visit } from "../features/desk/visit";
import { renderMonthOfDesk, renderWeek, week } from "../features/desk/week";
import { renderWishes, wishes } from "../features/desk/wishes";
import { type Area, isOneOf } from "./area";

/** A master's desk. */
export const deskArea: Area<DeskStep> = {
  features: [
    desk,
    day,
    week,
    visit,
    requests,
    decide,
    refuse,
    plan,
    book,
    clients,
    block,
    daysOff,
    share,
    wishes,
    feed,
  ],
  isStep: isOneOf(deskStep),
  render(ctx, step) {
    switch (step.at) {
      case "desk-masters":
        return renderMastersOfDesk(ctx, step.page);
      case "desk-day":
        return renderDay(ctx, step.masterId, step.date, step.page);
      case "desk-week":
        return renderWeek(ctx, step.masterId, step.date);
      case "desk-month":
        return renderMonthOfDesk(ctx, step.masterId, step.month);
      case "desk-requests":
        return renderRequests(ctx, step.masterId, step.page);
      case "desk-visit":
        return renderVisit(ctx, step.appointmentId);
      case "desk-why":
        return renderWhy(ctx, step);
      case "desk-mark":
        return renderMark(ctx, step);
      case "desk-plan-days":
        return renderPlanDays(ctx, step.plan);
      case "desk-plan-month":
        return renderPlanMonth(ctx, step.plan, step.month);
      case "desk-plan-times":
        return renderPlanTimes(ctx, step);
      case "desk-plan-taken":
        return renderPlanTaken(ctx, step);
      case "desk-plan-sure":
        return renderPlanSure(ctx, step);
      case "desk-plan-masters":
        return renderPlanMasters(ctx, step.plan);
      case "desk-book-sure":
        return renderBookSure(ctx, step);
      case "desk-book":
        return renderBook(ctx, step.masterId);
      case "desk-client":
        return renderClient(ctx, step);
      case "desk-client-phone":
        return renderClientPhone(ctx, step);
      case "desk-services":
        return renderServicesOfDesk(ctx, step.plan);
      case "desk-block":
        return renderBlock(ctx, step.masterId, step.page);
      case "desk-block-from":
        return renderBlockFrom(ctx, step.masterId, step.date);
      case "desk-block-to":
        return renderBlockTo(ctx, step.masterId, step.date, step.from);
      case "desk-blocked":
        return renderBlocked(ctx, step.masterId, step.timeOffId);
      case "desk-off":
        return renderOff(ctx, step);
      case "desk-off-sure":
        return renderOffSure(ctx, step);
      case "desk-share":
        return renderShare(ctx, step);
      case "desk-waitlist":
        return renderWishes(ctx, step.masterId, step.page);
      case "desk-feed":
        return renderFeed(ctx, step.masterId);
    }
  },
};
