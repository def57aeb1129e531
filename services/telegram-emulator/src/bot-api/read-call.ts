import { type IncomingMessage } from "node:http";
import busboy from "busboy";
import { fromText } from "../contract/from-text";
import { operationsById, resolved } from "../contract/schemas";
import { type Call } from "../calls/call-log";
import { type Upload } from "./method";
import { badRequest, TelegramError } from "./telegram-error";

export interface ReadCall {
  params: Record<string, unknown>;
  uploads: Map<string, Upload>;
  via: Call["via"];
}

const maxFieldsBytes = 1024 * 1024;
const maxFileBytes = 5 * 1024 * 1024;
const maxFiles = 10;
const maxDepth = 32;

/** The parameters of a call, from wherever they stand: query, form, multipart or JSON. A body wins over the query. */
export async function readCall(
  request: IncomingMessage,
  method: string,
  query: URLSearchParams,
): Promise<ReadCall> {
  const schema = parameterSchema(method);
  const fromQuery = fromText(schema, Object.fromEntries(query));
  const uploads = new Map<string, Upload>();
  if (request.method === "GET") return { params: fromQuery, uploads, via: "query" };
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type === "multipart/form-data") {
    const fields = await readMultipart(request, uploads);
    const params = { ...fromQuery, ...fromText(schema, fields) };
    // A file part is the value of the parameter it is named after; Telegram's schema calls both a string.
    for (const name of uploads.keys())
      if (!(name in params) && isParameter(schema, name)) params[name] = `attach://${name}`;
    return { params, uploads, via: "multipart" };
  }
  const text = await readBody(request);
  if (type === "application/x-www-form-urlencoded")
    return {
      params: { ...fromQuery, ...fromText(schema, Object.fromEntries(new URLSearchParams(text))) },
      uploads,
      via: "form",
    };
  if (text.trim() === "")
    return { params: fromQuery, uploads, via: type === "application/json" ? "json" : "query" };
  if (type !== "application/json")
    throw badRequest(`a body of type ${type ?? "(none)"} is not understood; use application/json or a form`);
  return { params: { ...fromQuery, ...readJson(text) }, uploads, via: "json" };
}

/** The contract's schema of a method's parameters; an empty one for methods without any. */
export function parameterSchema(method: string): object {
  return operationsById.get(method)?.definition.requestBody?.content["application/json"]?.schema ?? {};
}

function isParameter(schema: object, name: string): boolean {
  const properties = resolved(schema)["properties"];
  return typeof properties === "object" && properties !== null && name in properties;
}

function readJson(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("can't parse JSON object");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw badRequest("can't parse JSON object");
  if (isTooDeep(value)) throw badRequest("the JSON object is nested too deeply");
  return { ...value };
}

/** Recursive code must not be made to overflow by a few kilobytes of brackets. */
function isTooDeep(value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    level = level.flatMap((node) =>
      Object.values(node).filter((each): each is object => typeof each === "object" && each !== null),
    );
  }
  return false;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = toBuffer(chunk);
    size += bytes.length;
    if (size > maxFieldsBytes) throw new TelegramError(413, "Request Entity Too Large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function toBuffer(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}

function readMultipart(
  request: IncomingMessage,
  uploads: Map<string, Upload>,
): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    const tooLarge = (): void => reject(new TelegramError(413, "Request Entity Too Large"));
    const broken = (): void => reject(badRequest("can't parse the multipart body"));
    let parser: busboy.Busboy;
    try {
      const limits = { fileSize: maxFileBytes, fieldSize: maxFieldsBytes, files: maxFiles, fields: 100 };
      parser = busboy({ headers: request.headers, limits, defParamCharset: "utf8" });
    } catch {
      broken();
      return;
    }
    parser.on("field", (name, value, info) => (info.valueTruncated ? tooLarge() : (fields[name] = value)));
    parser.on("file", (name, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("limit", tooLarge);
      stream.on("end", () =>
        uploads.set(name, {
          name: info.filename ?? name,
          type: typeOf(info.filename ?? name, info.mimeType),
          bytes: Buffer.concat(chunks),
        }),
      );
    });
    parser.on("filesLimit", tooLarge);
    parser.on("error", broken);
    parser.on("close", () => resolve(fields));
    request.on("error", broken);
    request.on("aborted", broken);
    request.pipe(parser);
  });
}

/** Telegram goes by the name of the file when the part says nothing useful. */
function typeOf(name: string, given: string): string {
  if (given !== "" && given !== "application/octet-stream") return given;
  const known: Record<string, string> = { ics: "text/calendar", pdf: "application/pdf", txt: "text/plain" };
  return known[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";
}
