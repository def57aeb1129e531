import { type Tap } from "../callback-data";
import { type Catalogue } from "../catalogue";
import { isTag, tagOf } from "./visit";

/**
 * The tap with ids in the place of the tags that stand for them. Undefined when a tag means nothing any more, or when
 * nobody can say what it means: better asked again than booked wrongly.
 */
export async function whole<T extends Tap>(
  tap: T,
  catalogue: () => Promise<Catalogue>,
): Promise<T | undefined> {
  if ("visit" in tap && tap.visit.kind === "new") {
    const { masterId } = tap.visit;
    if (![...tap.visit.serviceIds, ...(masterId === null ? [] : [masterId])].some(isTag)) return tap;
    const { services, masters } = await catalogue();
    const serviceIds = idsOf(tap.visit.serviceIds, services);
    const [master] = masterId === null ? [null] : (idsOf([masterId], masters) ?? []);
    if (serviceIds === undefined || master === undefined) return undefined;
    return { ...tap, visit: { ...tap.visit, serviceIds, masterId: master } };
  }
  if ("serviceIds" in tap && tap.serviceIds.some(isTag)) {
    const serviceIds = idsOf(tap.serviceIds, (await catalogue()).services);
    return serviceIds === undefined ? undefined : { ...tap, serviceIds };
  }
  return tap;
}

function idsOf(idsOrTags: string[], known: { id: string }[]): string[] | undefined {
  const found: string[] = [];
  for (const idOrTag of idsOrTags) {
    const fitting = isTag(idOrTag)
      ? known.map(({ id }) => id).filter((id) => tagOf(id, idOrTag.length) === idOrTag)
      : [idOrTag];
    const [only] = fitting;
    if (only === undefined || fitting.length > 1) return undefined;
    found.push(only);
  }
  return found;
}
