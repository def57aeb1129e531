import { type Management, type Master } from "./api";

/** What stands between a new shop and its first visit, in the order in which it is best done. */
export type NextStep = "master" | "hours" | "service" | "performer";

/** Undefined once somebody who works regular hours does something that clients can book. */
export async function nextStep(api: Management): Promise<NextStep | undefined> {
  const masters = (await api.masters()).filter(({ active }) => active);
  if (masters.length === 0) return "master";
  const services = (await api.services()).filter(({ active }) => active);
  const performers = masters.filter(({ serviceIds }) => services.some(({ id }) => serviceIds.includes(id)));
  if (!(await anyWorks(api, performers.length > 0 ? performers : masters))) return "hours";
  if (services.length === 0) return "service";
  return performers.length === 0 ? "performer" : undefined;
}

/** One after the other: in a shop that is open the first answer is nearly always enough. */
async function anyWorks(api: Management, masters: Master[]): Promise<boolean> {
  for (const { id } of masters) {
    const { body } = await api.week(id);
    if (body.days.some(({ windows }) => windows.length > 0)) return true;
  }
  return false;
}
