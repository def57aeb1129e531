import { type BotContext } from "../context";
import { manageStep, type ManageStep } from "../draft/steps/manage";
import { audit, renderAudit } from "../features/manage/audit";
import { renderBroadcast, renderBroadcasts, renderStop, sent } from "../features/manage/broadcasts/sent";
import { renderQuestion, write } from "../features/manage/broadcasts/write";
import {
  clients,
  renderClient,
  renderClients,
  renderClientVisits,
  renderErase,
} from "../features/manage/clients";
import { days, renderDates, renderDays, renderImport } from "../features/manage/days";
import { edit, renderEdit } from "../features/manage/edit";
import { expectInCharge, gate } from "../features/manage/gate";
import { hours, renderHours } from "../features/manage/hours";
import { manage, renderManage } from "../features/manage/manage";
import {
  masters,
  renderMaster,
  renderMasterList,
  renderNewMaster,
  renderRepertoire,
} from "../features/manage/masters";
import { mine } from "../features/manage/mine";
import { newService, renderNewService } from "../features/manage/new-service";
import { offering, renderOffering } from "../features/manage/offering";
import { policies, renderBusiness, renderPolicies } from "../features/manage/policies";
import { renderPerformers, renderService, renderServiceList, services } from "../features/manage/services";
import {
  renderDemote,
  renderInvitations,
  renderInvite,
  renderInviteMaster,
  renderInviteName,
  renderPerson,
  renderRemove,
  renderStaff,
  staff,
} from "../features/manage/staff";
import { turnPage } from "../features/manage/turn-page";
import { renderCopy, renderWeek, week } from "../features/manage/week";
import { type Card } from "../keyboards/card";
import { type Area, isOneOf } from "./area";

/** The owner's and the administrators' desk. */
export const manageArea: Area<ManageStep> = {
  features: [
    gate,
    manage,
    services,
    newService,
    masters,
    offering,
    edit,
    hours,
    mine,
    week,
    days,
    staff,
    policies,
    clients,
    write,
    sent,
    audit,
    turnPage,
  ],
  isStep: isOneOf(manageStep),
  async render(ctx, step) {
    await expectInCharge(ctx);
    return screenOf(ctx, step);
  },
};

function screenOf(ctx: BotContext, step: ManageStep): Card | Promise<Card> {
  switch (step.at) {
    case "manage":
      return renderManage(ctx);
    case "manage-services":
      return renderServiceList(ctx, step.page);
    case "manage-service":
      return renderService(ctx, step.serviceId);
    case "manage-performers":
      return renderPerformers(ctx, step.serviceId);
    case "manage-new-service":
      return renderNewService(ctx, step);
    case "manage-masters":
      return renderMasterList(ctx, step.page);
    case "manage-master":
      return renderMaster(ctx, step.masterId);
    case "manage-new-master":
      return renderNewMaster(ctx);
    case "manage-repertoire":
      return renderRepertoire(ctx, step.masterId);
    case "manage-offering":
      return renderOffering(ctx, step);
    case "manage-edit":
      return renderEdit(ctx, step);
    case "manage-week":
      return renderWeek(ctx, step.masterId);
    case "manage-hours":
      return renderHours(ctx, step);
    case "manage-copy":
      return renderCopy(ctx, step.masterId, step.weekday);
    case "manage-days":
      return renderDays(ctx, step.masterId);
    case "manage-dates":
      return renderDates(ctx, step.masterId, step.month);
    case "manage-import":
      return renderImport(ctx);
    case "manage-staff":
      return renderStaff(ctx);
    case "manage-person":
      return renderPerson(ctx, step.userId);
    case "manage-remove":
      return renderRemove(ctx, step.userId);
    case "manage-demote":
      return renderDemote(ctx, step.userId);
    case "manage-invite":
      return renderInvite(ctx);
    case "manage-invite-master":
      return renderInviteMaster(ctx);
    case "manage-invite-name":
      return renderInviteName(ctx, step.role);
    case "manage-invitations":
      return renderInvitations(ctx);
    case "manage-policies":
      return renderPolicies(ctx);
    case "manage-business":
      return renderBusiness(ctx);
    case "manage-clients":
      return renderClients(ctx, step);
    case "manage-client":
      return renderClient(ctx, step.clientId);
    case "manage-client-visits":
      return renderClientVisits(ctx, step);
    case "manage-erase":
      return renderErase(ctx, step.clientId, step.sure);
    case "manage-broadcasts":
      return renderBroadcasts(ctx, step);
    case "manage-broadcast-new":
      return renderQuestion(ctx, step);
    case "manage-broadcast":
      return renderBroadcast(ctx, step.broadcastId);
    case "manage-broadcast-stop":
      return renderStop(ctx, step.broadcastId);
    case "manage-audit":
      return renderAudit(ctx, step);
  }
}
