import path from "node:path";
import express, { type RequestHandler } from "express";

/** Tight enough that a message of the bot can't become code on the page. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    "Content-Security-Policy": contentSecurityPolicy,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
  });
  next();
};

/** The chat page, from public/ beside src/ and dist/. */
export function page(): RequestHandler {
  const directory = path.join(__dirname, "../../public");
  // Revalidated each time: after an update of the repository nobody shall see half of the old page.
  return express.static(directory, { etag: true, lastModified: true, maxAge: 0 });
}
