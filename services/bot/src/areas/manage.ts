import { manageStep, type ManageStep } from "../draft/steps/manage";
import { manage, renderManage } from "../features/manage/manage";
import { type Area, isOneOf } from "./area";

/** The owner's and the administrators' desk. */
export const manageArea: Area<ManageStep> = {
  features: [manage],
  isStep: isOneOf(manageStep),
  render(ctx, step) {
    switch (step.at) {
      case "manage":
        return renderManage(ctx);
    }
  },
};
