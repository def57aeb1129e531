import path from "node:path";
import express, { Router } from "express";
import { readContract } from "@okoshko/runtime/http/contract";

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Okoshko booking-api</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
    <link rel="icon" href="data:," />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const start = `window.ui = SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, persistAuthorization: false });`;

/** The contract as a page to read and try, and as JSON. All assets come from this process. */
export function docsRoutes(): Router {
  const router = Router();
  const assets = path.dirname(require.resolve("swagger-ui-dist/package.json"));
  const contract = JSON.stringify(readContract("booking-api"));
  router.use("/docs", (_req, res, next) => {
    // Swagger UI sets inline styles and draws its icons from data: addresses; scripts come from here alone.
    res.set(
      "content-security-policy",
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    );
    next();
  });
  router.get("/docs", (_req, res) => void res.type("html").send(page));
  router.get("/docs/start.js", (_req, res) => void res.type("js").send(start));
  router.use("/docs/assets", express.static(assets, { index: false, maxAge: "1d" }));
  router.get("/openapi.json", (_req, res) => void res.type("json").send(contract));
  return router;
}
