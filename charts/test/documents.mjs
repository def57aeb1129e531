import { parseAllDocuments } from "yaml";

/** What each document of a YAML text holds. The parser only collects faults; here the first one is thrown. */
export function documentsOf(text) {
  return parseAllDocuments(text).map((document) => {
    for (const fault of document.errors) throw fault;
    return document.toJS();
  });
}
