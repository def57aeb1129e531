import { operation } from "../contract/operation";
import { type Routes } from "../http/control";

const listFaults = operation("listFaults");
const addFault = operation("addFault");
const removeFault = operation("removeFault");
const removeFaults = operation("removeFaults");

export const faultRoutes: Routes = (router, { faults }) => {
  router.get(listFaults.route, (_request, response) => {
    listFaults.answer(response, 200, { faults: faults.all() });
  });

  router.post(addFault.route, (request, response) => {
    addFault.answer(response, 201, faults.add(addFault.body(request)));
  });

  router.delete(removeFault.route, (request, response) => {
    faults.remove(removeFault.parameters(request).faultId);
    response.status(204).end();
  });

  router.delete(removeFaults.route, (_request, response) => {
    faults.clear();
    response.status(204).end();
  });
};
