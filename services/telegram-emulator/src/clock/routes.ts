import { Problem } from "@okoshko/runtime/problem";
import { operation } from "../contract/operation";
import { type Routes } from "../http/control";
import { waitFor } from "../http/wait";

const getClock = operation("getClock");
const setClock = operation("setClock");
const advanceClock = operation("advanceClock");

export const clockRoutes: Routes = (router, control) => {
  const { clock } = control;

  router.get(getClock.route, async (request, response) => {
    const { after, waitSeconds } = getClock.parameters(request);
    await waitFor(control, response, waitSeconds, () => after !== clock.view().revision);
    getClock.answer(response, 200, clock.view());
  });

  router.put(setClock.route, (request, response) => {
    const { offsetMs, allowBackwards } = setClock.body(request);
    clock.setOffset(offsetMs, allowBackwards);
    setClock.answer(response, 200, clock.view());
  });

  router.post(advanceClock.route, (request, response) => {
    const { milliseconds, to } = advanceClock.body(request);
    const step = to === undefined ? (milliseconds ?? 0) : Date.parse(to) - clock.millis();
    if (step < 0)
      throw new Problem("clock-backwards", { detail: `It is ${clock.now().toISOString()} already.` });
    clock.setOffset(clock.offsetMs + Math.ceil(step));
    advanceClock.answer(response, 200, clock.view());
  });
};
