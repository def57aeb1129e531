import { type Schemas } from "../contract/schemas";
import { type World } from "../state/world";
import { writableChat } from "./addressee";
import { type CallContext, method, type Upload } from "./method";
import { send } from "./send";
import { captionText } from "./send-text";
import { badRequest } from "./telegram-error";

export const sendDocument = method("SendDocument", (api, params, context) => {
  const { text, entities } = captionText(params.caption ?? "", params.parse_mode, params.caption_entities);
  // Asked first, so that a refused call leaves no file behind.
  writableChat(api.world, params.chat_id);
  return send(api, params, {
    document: readDocument(api.world, params.document, context),
    ...(text === "" ? {} : { caption: text }),
    ...(entities.length === 0 ? {} : { caption_entities: entities }),
  });
});

/** The field names a part of the multipart body, holds one itself, or is the file_id of an earlier document. */
function readDocument(world: World, value: string, { uploads }: CallContext): Schemas["Document"] {
  const part = /^attach:\/\/(.+)$/.exec(value)?.[1];
  const upload = uploads.get(part ?? "document");
  if (part !== undefined && upload === undefined)
    throw badRequest(`there is no file part "${part}" in the request`);
  if (upload !== undefined) return keep(world, upload);
  const known = world.files.get(value);
  if (known === undefined) throw badRequest("wrong file identifier/HTTP URL specified");
  return describe(known.id, known);
}

function keep(world: World, upload: Upload): Schemas["Document"] {
  if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
  const id = `okoshko-document-${world.next("file")}`;
  world.files.add({ id, ...upload });
  return describe(id, upload);
}

function describe(id: string, { name, type, bytes }: Upload): Schemas["Document"] {
  return {
    file_id: id,
    file_unique_id: `unique-${id}`,
    file_name: name,
    mime_type: type,
    file_size: bytes.length,
  };
}
