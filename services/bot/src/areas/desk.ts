import { deskStep, type DeskStep } from "../draft/steps/desk";
import { desk, renderDesk } from "../features/desk/desk";
import { type Area, isOneOf } from "./area";

/** A master's desk. */
export const deskArea: Area<DeskStep> = {
  features: [desk],
  isStep: isOneOf(deskStep),
  render(ctx, step) {
    switch (step.at) {
      case "desk":
        return renderDesk(ctx);
    }
  },
};
