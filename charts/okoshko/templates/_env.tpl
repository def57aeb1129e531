{{/* Environment variables. A secret is only ever referred to, also where it becomes part of an address: $(NAME). */}}

{{- define "okoshko.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
      {{- if .optional }}
      optional: true
      {{- end }}
{{- end }}

{{/* What every service reads: (dict "root" $ "component" "bot" "values" .Values.bot). */}}
{{- define "okoshko.env.common" -}}
- name: NODE_ENV
  value: {{ ternary "development" "production" (eq (include "okoshko.adjustableClock" .root) "true") }}
- name: HOST
  value: 0.0.0.0
- name: PORT
  value: "8080"
- name: ADMIN_PORT
  value: "9464"
- name: LOG_LEVEL
  value: {{ .root.Values.logLevel }}
# preStop has waited already until no endpoint leads here any more; this is for callers who keep their connections.
- name: SHUTDOWN_DELAY_MS
  value: "1000"
{{- with include "okoshko.heapLimit" .values.resources }}
- name: NODE_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with .root.Values.caBundle.secret }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/okoshko/ca/{{ $.root.Values.caBundle.key }}
{{- end }}
{{- end }}

{{/* Three quarters of the memory limit: the rest is for buffers, code and stacks. */}}
{{- define "okoshko.heapLimit" -}}
{{- $limit := dig "limits" "memory" "" . | toString -}}
{{- if regexMatch "^[0-9]+Mi$" $limit -}}
--max-old-space-size={{ div (mul (trimSuffix "Mi" $limit | int) 3) 4 }}
{{- else if regexMatch "^[0-9]+Gi$" $limit -}}
--max-old-space-size={{ mul (trimSuffix "Gi" $limit | int) 768 }}
{{- end -}}
{{- end }}

{{- define "okoshko.env.clock" -}}
{{- if include "okoshko.adjustableClock" . -}}
- name: CLOCK
  value: adjustable
- name: CLOCK_URL
  value: {{ include "okoshko.emulatorUrl" . }}
{{- else -}}
- name: CLOCK
  value: system
{{- end }}
{{- end }}

{{- define "okoshko.env.telegram" -}}
{{ include "okoshko.secretEnv" (dict "name" "TELEGRAM_BOT_TOKEN" "secret" (include "okoshko.telegramSecret" .) "key" .Values.telegram.tokenKey) }}
{{- if .Values.emulator.enabled }}
- name: TELEGRAM_API_ROOT
  value: {{ include "okoshko.emulatorUrl" . }}
{{- else if .Values.telegram.apiRoot }}
- name: TELEGRAM_API_ROOT
  value: {{ .Values.telegram.apiRoot }}
{{- end }}
{{- end }}

{{/* How a service calls booking-api: (dict "root" $ "key" "bot-token"). */}}
{{- define "okoshko.env.bookingClient" -}}
- name: BOOKING_API_URL
  value: {{ include "okoshko.bookingApiUrl" .root }}
{{ include "okoshko.secretEnv" (dict "name" "BOOKING_API_TOKEN" "secret" (include "okoshko.secretName" .root) "key" .key) }}
{{- end }}

{{- define "okoshko.env.serviceTokens" -}}
{{- $secret := include "okoshko.secretName" . -}}
{{ include "okoshko.secretEnv" (dict "name" "TOKEN_OF_BOT" "secret" $secret "key" "bot-token") }}
{{ include "okoshko.secretEnv" (dict "name" "TOKEN_OF_NOTIFIER" "secret" $secret "key" "notifier-token") }}
{{ include "okoshko.secretEnv" (dict "name" "TOKEN_OF_ADMIN" "secret" $secret "key" "admin-token") }}
- name: SERVICE_TOKENS
  value: bot=$(TOKEN_OF_BOT),notifier=$(TOKEN_OF_NOTIFIER),admin=$(TOKEN_OF_ADMIN)
{{- end }}

{{/* (dict "root" $ "role" "bookingApi"); roles are those of externalDatabase.roles. */}}
{{- define "okoshko.env.database" -}}
{{- if .root.Values.postgres.enabled -}}
{{- $secret := tpl .root.Values.postgres.customUser.existingSecret .root -}}
{{ include "okoshko.secretEnv" (dict "name" "DATABASE_USER" "secret" $secret "key" "CUSTOM_USER") }}
{{ include "okoshko.secretEnv" (dict "name" "DATABASE_PASSWORD" "secret" $secret "key" "CUSTOM_PASSWORD") }}
{{ include "okoshko.secretEnv" (dict "name" "DATABASE_NAME" "secret" $secret "key" "CUSTOM_DB") }}
- name: DATABASE_URL
  value: postgres://$(DATABASE_USER):$(DATABASE_PASSWORD)@{{ include "okoshko.postgresHost" .root }}:5432/$(DATABASE_NAME)
{{- else -}}
{{- $all := .root.Values.externalDatabase -}}
{{- $own := index $all.roles .role -}}
{{- $secret := default $all.existingSecret $own.existingSecret -}}
{{- $uri := default $all.uriKey $own.uriKey -}}
{{- if $uri -}}
{{ include "okoshko.secretEnv" (dict "name" "DATABASE_URL" "secret" $secret "key" $uri) }}
{{- else -}}
{{ include "okoshko.secretEnv" (dict "name" "DATABASE_USER" "secret" $secret "key" (default $all.userKey $own.userKey)) }}
{{ include "okoshko.secretEnv" (dict "name" "DATABASE_PASSWORD" "secret" $secret "key" (default $all.passwordKey $own.passwordKey)) }}
- name: DATABASE_URL
  value: postgres://$(DATABASE_USER):$(DATABASE_PASSWORD)@{{ $all.host }}:{{ $all.port }}/{{ $all.name }}?sslmode={{ $all.sslMode }}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "okoshko.env.redis" -}}
{{- if .Values.redis.enabled -}}
{{ include "okoshko.secretEnv" (dict "name" "REDIS_PASSWORD" "secret" (tpl .Values.redis.auth.existingSecret .) "key" .Values.redis.auth.existingSecretPasswordKey) }}
- name: REDIS_URL
  value: redis://:$(REDIS_PASSWORD)@{{ include "okoshko.redisHost" . }}:6379/0
{{- else -}}
{{- $redis := .Values.externalRedis -}}
{{- $protocol := ternary "rediss" "redis" $redis.tls -}}
{{- if $redis.uriKey -}}
{{ include "okoshko.secretEnv" (dict "name" "REDIS_URL" "secret" $redis.existingSecret "key" $redis.uriKey) }}
{{- else if $redis.existingSecret -}}
{{ include "okoshko.secretEnv" (dict "name" "REDIS_PASSWORD" "secret" $redis.existingSecret "key" $redis.passwordKey) }}
- name: REDIS_URL
  value: {{ $protocol }}://{{ $redis.username }}:$(REDIS_PASSWORD)@{{ $redis.host }}:{{ $redis.port }}/0
{{- else -}}
- name: REDIS_URL
  value: {{ $protocol }}://{{ $redis.host }}:{{ $redis.port }}/0
{{- end -}}
{{- end -}}
{{- end }}

{{/* OpenTelemetry's own variables; metrics are scraped and logs go to stdout, so only traces are exported. */}}
{{- define "okoshko.env.tracing" -}}
{{- if .root.Values.tracing.endpoint -}}
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: POD_UID
  valueFrom: {fieldRef: {fieldPath: metadata.uid}}
- name: POD_NAMESPACE
  valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
- name: NODE_NAME
  valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
- name: OTEL_SERVICE_NAME
  value: {{ .component }}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: service.namespace={{ include "okoshko.name" .root }},service.version={{ include "okoshko.version" . }},service.instance.id=$(POD_UID),deployment.environment.name={{ .root.Values.environment }},k8s.namespace.name=$(POD_NAMESPACE),k8s.pod.name=$(POD_NAME),k8s.node.name=$(NODE_NAME)
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .root.Values.tracing.endpoint | quote }}
- name: OTEL_TRACES_SAMPLER
  value: parentbased_traceidratio
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ .root.Values.tracing.sampleRatio | quote }}
- name: OTEL_PROPAGATORS
  value: tracecontext,baggage
- name: OTEL_METRICS_EXPORTER
  value: none
- name: OTEL_LOGS_EXPORTER
  value: none
- name: OTEL_NODE_RESOURCE_DETECTORS
  value: host,os,env
{{- else -}}
- name: OTEL_SDK_DISABLED
  value: "true"
{{- end }}
{{- end }}

{{- define "okoshko.env.bot" -}}
{{ include "okoshko.env.common" (dict "root" . "component" "bot" "values" .Values.bot) }}
{{ include "okoshko.env.clock" . }}
{{ include "okoshko.env.telegram" . }}
{{ include "okoshko.env.bookingClient" (dict "root" . "key" "bot-token") }}
- name: NOTIFIER_URL
  value: {{ include "okoshko.notifierUrl" . }}
{{ include "okoshko.secretEnv" (dict "name" "NOTIFIER_TOKEN" "secret" (include "okoshko.secretName" .) "key" "bot-token") }}
{{- with include "okoshko.bookingApiPublicUrl" . }}
- name: BOOKING_API_PUBLIC_URL
  value: {{ . | quote }}
{{- end }}
{{ include "okoshko.env.redis" . }}
- name: BOT_MODE
  value: {{ .Values.bot.mode }}
{{- if eq .Values.bot.mode "webhook" }}
- name: WEBHOOK_URL
  value: {{ include "okoshko.webhookUrl" . | quote }}
{{ include "okoshko.secretEnv" (dict "name" "WEBHOOK_SECRET" "secret" (include "okoshko.secretName" .) "key" "webhook-secret") }}
# Replicas that all called Telegram at once would be told to slow down; a Job does it.
- name: WEBHOOK_REGISTER
  value: never
- name: MAX_UPDATES_IN_FLIGHT
  value: {{ .Values.bot.webhook.maxInFlight | quote }}
{{- end }}
{{ include "okoshko.env.tracing" (dict "root" . "component" "bot" "image" .Values.bot.image) }}
{{- end }}

{{/* Helm reads a long number of a file as 1.23456789e+08. */}}
{{- define "okoshko.ownerId" -}}
{{- with .Values.owner.telegramUserId }}{{ int64 . }}{{ end -}}
{{- end }}

{{/* What booking-api makes of a new installation; what is empty is left to its defaults, or to its complaint. */}}
{{- define "okoshko.env.beginning" -}}
{{- $given := dict
  "BUSINESS_NAME_RU" .Values.business.name.ru
  "BUSINESS_NAME_EN" .Values.business.name.en
  "BUSINESS_TIME_ZONE" .Values.business.timeZone
  "BUSINESS_CURRENCY" .Values.business.currency
  "BUSINESS_LOCALE" .Values.business.locale
  "OWNER_TELEGRAM_USER_ID" (include "okoshko.ownerId" .)
  "OWNER_NAME" .Values.owner.name -}}
{{- range $name, $value := $given }}
{{- if $value }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- define "okoshko.env.bookingApi" -}}
{{ include "okoshko.env.common" (dict "root" . "component" "booking-api" "values" .Values.bookingApi) }}
{{ include "okoshko.env.clock" . }}
{{ include "okoshko.env.database" (dict "root" . "role" "bookingApi") }}
- name: DATABASE_POOL_SIZE
  value: {{ .Values.bookingApi.databasePoolSize | quote }}
- name: DATABASE_READ_POOL_SIZE
  value: {{ .Values.bookingApi.databaseReadPoolSize | quote }}
{{ include "okoshko.env.redis" . }}
{{ include "okoshko.env.serviceTokens" . }}
- name: RATE_LIMIT_PERSON
  value: {{ .Values.bookingApi.rateLimit.person | quote }}
- name: RATE_LIMIT_KEY
  value: {{ .Values.bookingApi.rateLimit.key | quote }}
- name: RATE_LIMIT_ADDRESS
  value: {{ .Values.bookingApi.rateLimit.address | quote }}
- name: TRUSTED_PROXIES
  value: {{ include "okoshko.trustedProxies" . | quote }}
{{- if .Values.bookingApi.miniApp.enabled }}
- name: TELEGRAM_BOT_ID
  value: {{ .Values.telegram.botId | quote }}
{{ include "okoshko.secretEnv" (dict "name" "SESSION_SECRET" "secret" (include "okoshko.secretName" .) "key" "session-secret") }}
{{- end }}
{{ include "okoshko.env.beginning" . }}
{{ include "okoshko.env.tracing" (dict "root" . "component" "booking-api" "image" .Values.bookingApi.image) }}
{{- end }}

{{- define "okoshko.env.notifier" -}}
{{ include "okoshko.env.common" (dict "root" . "component" "notifier" "values" .Values.notifier) }}
{{ include "okoshko.env.clock" . }}
{{ include "okoshko.env.telegram" . }}
{{ include "okoshko.env.bookingClient" (dict "root" . "key" "notifier-token") }}
{{ include "okoshko.env.database" (dict "root" . "role" "notifier") }}
- name: DATABASE_POOL_SIZE
  value: {{ .Values.notifier.databasePoolSize | quote }}
{{ include "okoshko.env.redis" . }}
{{ include "okoshko.env.serviceTokens" . }}
- name: TELEGRAM_MESSAGES_PER_SECOND
  value: {{ .Values.notifier.messagesPerSecond | quote }}
{{- if .Values.notifier.webhooks.enabled }}
# A Secret from before there was such a key leaves webhooks off, and everything else as it was.
{{ include "okoshko.secretEnv" (dict "name" "WEBHOOK_ENCRYPTION_KEY" "secret" (include "okoshko.secretName" .) "key" "webhook-encryption-key" "optional" true) }}
{{- end }}
- name: WEBHOOK_RETENTION_DAYS
  value: {{ .Values.notifier.webhooks.retentionDays | quote }}
{{ include "okoshko.env.tracing" (dict "root" . "component" "notifier" "image" .Values.notifier.image) }}
{{- end }}

{{- define "okoshko.env.emulator" -}}
{{ include "okoshko.env.common" (dict "root" . "component" "emulator" "values" .Values.emulator) }}
{{ include "okoshko.secretEnv" (dict "name" "BOT_TOKEN" "secret" (include "okoshko.telegramSecret" .) "key" .Values.telegram.tokenKey) }}
- name: STATE_FILE
  value: /state/emulator.json
- name: EMULATOR_ALLOW_IN_PRODUCTION
  value: demo
{{ include "okoshko.env.tracing" (dict "root" . "component" "emulator" "image" .Values.emulator.image) }}
{{- end }}

{{/* All that the entries which only touch the database read: (dict "root" $ "role" "bookingApiMigrator"). */}}
{{- define "okoshko.env.migrate" -}}
{{ include "okoshko.env.database" . }}
- name: LOG_LEVEL
  value: {{ .root.Values.logLevel }}
{{- with .root.Values.caBundle.secret }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/okoshko/ca/{{ $.root.Values.caBundle.key }}
{{- end }}
{{- end }}

{{- define "okoshko.env.botAndExtra" -}}
{{ include "okoshko.env.bot" . }}
{{- with .Values.bot.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "okoshko.env.bookingApiAndExtra" -}}
{{ include "okoshko.env.bookingApi" . }}
{{- with .Values.bookingApi.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "okoshko.env.notifierAndExtra" -}}
{{ include "okoshko.env.notifier" . }}
{{- with .Values.notifier.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "okoshko.env.emulatorAndExtra" -}}
{{ include "okoshko.env.emulator" . }}
{{- with .Values.emulator.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
