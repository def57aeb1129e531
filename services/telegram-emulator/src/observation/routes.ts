import { Problem } from "@okoshko/runtime/problem";
import { operation } from "../contract/operation";
import { type Control, type Routes } from "../http/control";
import { tellPersons } from "../persons/routes";
import { viewBot } from "../persons/view";
import { streamEvents } from "./stream";

const getBot = operation("getBot");
const getFile = operation("getFile");
const events = operation("streamEvents");
const resetting = operation("reset");

export const observationRoutes: Routes = (router, control) => {
  router.get(getBot.route, (_request, response) => {
    getBot.answer(response, 200, viewBot(control));
  });

  router.get(getFile.route, (request, response) => {
    const { fileId } = getFile.parameters(request);
    const file = control.world.files.get(fileId);
    if (file === undefined) throw new Problem("not-found", { detail: "This file is not kept any more." });
    // Always a download: what a bot sends must not run as a page of this origin.
    response.attachment(file.name).type("application/octet-stream").send(file.bytes);
  });

  router.get(events.route, (_request, response) => streamEvents(control, response));

  router.post(resetting.route, (request, response) => {
    const { keepClock = false, bot = false } = resetting.body(request);
    reset(control, { keepClock, bot });
    response.status(204).end();
  });
};

function reset(control: Control, { keepClock, bot }: { keepClock: boolean; bot: boolean }): void {
  const { world, outbox, faults, log, clock, webhook, bus } = control;
  outbox.reset();
  faults.clear();
  log.clear();
  world.reset({ bot });
  if (bot) {
    webhook.settings = null;
    webhook.lastError = null;
    outbox.allowedUpdates = null;
  }
  if (!keepClock) clock.setOffset(0, true);
  bus.tell({ name: "reset", data: {} });
  tellPersons(control);
  control.botChanged();
}
