# syntax=docker/dockerfile:1
# One image per service: scripts/image/build.sh makes and pushes them all, `bot-dev` and so on are for skaffold dev.
# Production images hold Node, the service and its production packages: no shell, no package manager, no root.
#
# Both bases are tags, which move. By digest: BASE=…@sha256:… RUNTIME=…@sha256:… scripts/image/build.sh, or variables of these names
# for the workflow in .github.
ARG BASE=node:24-trixie-slim
ARG RUNTIME=gcr.io/distroless/nodejs24-debian13:nonroot

FROM ${BASE} AS build
WORKDIR /app
ENV TURBO_TELEMETRY_DISABLED=1
# First only what decides about packages: changed sources then reuse the installation.
COPY package.json package-lock.json .npmrc ./
COPY contracts/package.json contracts/
COPY services/booking-api/package.json services/booking-api/
COPY services/bot/package.json services/bot/
COPY services/e2e/package.json services/e2e/
COPY services/notifier/package.json services/notifier/
COPY services/runtime/package.json services/runtime/
COPY services/telegram-emulator/package.json services/telegram-emulator/
COPY services/testkit/package.json services/testkit/
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY . .
RUN npx turbo run build --filter=@okoshko/booking-api --filter=@okoshko/bot --filter=@okoshko/notifier --filter=@okoshko/telegram-emulator

FROM build AS trees
RUN for service in booking-api bot notifier telegram-emulator; do node scripts/image/assemble.mjs "$service" "/trees/$service" || exit 1; done

FROM ${RUNTIME} AS runtime
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=
LABEL org.opencontainers.image.title="Okoshko" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
# The base calls node by its whole path; `kubectl exec … -- node dist/parked.js` looks for it here.
ENV NODE_ENV=production REVISION=${REVISION} PATH=/nodejs/bin:${PATH}
USER 65532:65532
# 8080 for callers, 9464 for the platform: the chart sets PORT and ADMIN_PORT to these.
EXPOSE 8080 9464
# The base's entry point is node. Nothing migrates by itself: that is dist/migrate.js.
CMD ["--enable-source-maps", "dist/main.js"]

FROM runtime AS booking-api
COPY --from=trees /trees/booking-api /app
WORKDIR /app/services/booking-api

FROM runtime AS bot
COPY --from=trees /trees/bot /app
WORKDIR /app/services/bot

FROM runtime AS notifier
COPY --from=trees /trees/notifier /app
WORKDIR /app/services/notifier

FROM runtime AS telegram-emulator
COPY --from=trees /trees/telegram-emulator /app
WORKDIR /app/services/telegram-emulator

# For skaffold dev: all sources, writable by the pod's user, and a process that compiles what is copied in and starts anew.
FROM build AS dev
RUN chown -R 65532:65532 /app/contracts /app/services
ENV NODE_ENV=development
USER 65532:65532
ENTRYPOINT ["node", "/app/scripts/image/dev.mjs"]
CMD ["--enable-source-maps", "dist/main.js"]

FROM dev AS booking-api-dev
WORKDIR /app/services/booking-api

FROM dev AS bot-dev
WORKDIR /app/services/bot

FROM dev AS notifier-dev
WORKDIR /app/services/notifier

FROM dev AS telegram-emulator-dev
WORKDIR /app/services/telegram-emulator
