{{- define "okoshko.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 36 | trimSuffix "-" -}}
{{- end }}

{{/* At most 36 characters, so that the longest suffix still gives a name of 63. */}}
{{- define "okoshko.fullname" -}}
{{- $name := include "okoshko.name" . -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- default $full .Values.fullnameOverride | trunc 36 | trimSuffix "-" -}}
{{- end }}

{{/* Of a component: (dict "root" $ "component" "bot"). */}}
{{- define "okoshko.componentName" -}}
{{- printf "%s-%s" (include "okoshko.fullname" .root) .component -}}
{{- end }}

{{/* Never changes: selectors of Deployments are immutable. */}}
{{- define "okoshko.selectorLabels" -}}
app.kubernetes.io/name: {{ include "okoshko.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "okoshko.labels" -}}
{{ include "okoshko.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: okoshko
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "okoshko.metadata" -}}
name: {{ include "okoshko.componentName" . }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "okoshko.labels" . | nindent 2 }}
{{- end }}

{{/* (dict "root" $ "image" .Values.bot.image): a digest wins over a tag. */}}
{{- define "okoshko.image" -}}
{{- $all := .root.Values.image -}}
{{- $registry := default $all.registry .image.registry -}}
{{- $name := ternary .image.repository (printf "%s/%s" $registry .image.repository) (empty $registry) -}}
{{- if .image.digest -}}
{{ $name }}@{{ .image.digest }}
{{- else -}}
{{ $name }}:{{ include "okoshko.tag" . }}
{{- end -}}
{{- end }}

{{- define "okoshko.tag" -}}
{{- coalesce .image.tag .root.Values.image.tag .root.Chart.AppVersion -}}
{{- end }}

{{/* Which release an image is of, whatever chart installs it; skaffold makes a digest part of the tag. */}}
{{- define "okoshko.version" -}}
{{- include "okoshko.tag" . | splitList "@" | first -}}
{{- end }}

{{- define "okoshko.imageFields" -}}
image: {{ include "okoshko.image" . | quote }}
imagePullPolicy: {{ default .root.Values.image.pullPolicy .image.pullPolicy }}
{{- end }}

{{- define "okoshko.serviceAccountName" -}}
{{- if .values.serviceAccount.create -}}
{{- default (include "okoshko.componentName" .) .values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .values.serviceAccount.name -}}
{{- end -}}
{{- end }}

{{/* Where the demo's clock can be moved, services refuse to call themselves production. */}}
{{- define "okoshko.adjustableClock" -}}
{{- if and .Values.emulator.enabled .Values.emulator.timeMachine }}true{{ end -}}
{{- end }}

{{- define "okoshko.emulatorUrl" -}}
http://{{ include "okoshko.componentName" (dict "root" . "component" "emulator") }}:{{ .Values.emulator.service.port }}
{{- end }}

{{- define "okoshko.bookingApiUrl" -}}
http://{{ include "okoshko.componentName" (dict "root" . "component" "booking-api") }}:{{ .Values.bookingApi.service.port }}
{{- end }}

{{- define "okoshko.notifierUrl" -}}
http://{{ include "okoshko.componentName" (dict "root" . "component" "notifier") }}:{{ .Values.notifier.service.port }}
{{- end }}

{{- define "okoshko.webhookUrl" -}}
{{- if .Values.bot.webhook.url -}}
{{ .Values.bot.webhook.url }}
{{- else if .Values.emulator.enabled -}}
http://{{ include "okoshko.componentName" (dict "root" . "component" "bot") }}:{{ .Values.bot.service.port }}/telegram/webhook
{{- else if and .Values.httpRoute.enabled .Values.httpRoute.bot.hostnames -}}
https://{{ first .Values.httpRoute.bot.hostnames }}/telegram/webhook
{{- else if and .Values.ingress.enabled .Values.ingress.bot.host -}}
https://{{ .Values.ingress.bot.host }}/telegram/webhook
{{- end -}}
{{- end }}

{{/* Where the world reaches booking-api; empty where it is kept inside the cluster. */}}
{{- define "okoshko.bookingApiPublicUrl" -}}
{{- if and .Values.httpRoute.enabled .Values.httpRoute.bookingApi.hostnames -}}
https://{{ first .Values.httpRoute.bookingApi.hostnames }}
{{- else if and .Values.ingress.enabled .Values.ingress.bookingApi.host -}}
https://{{ .Values.ingress.bookingApi.host }}
{{- end -}}
{{- end }}

{{/* Behind a gateway everyone would seem to call from its address. */}}
{{- define "okoshko.trustedProxies" -}}
{{- if kindIs "invalid" .Values.bookingApi.trustedProxies -}}
{{ ternary 0 1 (empty (include "okoshko.bookingApiPublicUrl" .)) }}
{{- else -}}
{{ .Values.bookingApi.trustedProxies }}
{{- end -}}
{{- end }}

{{- define "okoshko.migrationMode" -}}
{{- if ne .Values.migrations.mode "auto" -}}
{{ .Values.migrations.mode }}
{{- else if .Values.postgres.enabled -}}
job
{{- else -}}
hook
{{- end -}}
{{- end }}

{{/* Names of the Secrets. */}}
{{- define "okoshko.secretName" -}}
{{- default (printf "%s-secrets" (include "okoshko.fullname" .)) .Values.secrets.existingSecret -}}
{{- end }}

{{- define "okoshko.telegramSecret" -}}
{{- default (include "okoshko.secretName" .) .Values.telegram.existingSecret -}}
{{- end }}

{{/* The names that the bundled charts give their Services. */}}
{{- define "okoshko.postgresHost" -}}
{{- default (printf "%s-postgres" .Release.Name) .Values.postgres.fullnameOverride -}}
{{- end }}

{{- define "okoshko.redisHost" -}}
{{- default (printf "%s-redis" .Release.Name) .Values.redis.fullnameOverride -}}
{{- end }}

{{/* The most pods of a component at a time, with the one that comes before another goes. */}}
{{- define "okoshko.mostPods" -}}
{{- $most := .replicas -}}
{{- if .autoscaling.enabled }}{{ $most = .autoscaling.maxReplicas }}{{ end -}}
{{- if dig "keda" "enabled" false . }}{{ $most = .keda.maxReplicas }}{{ end -}}
{{ add $most 1 }}
{{- end }}

{{/* The most connections to Postgres at a time, with some for migrations, exporters and people. */}}
{{- define "okoshko.connections" -}}
{{- $api := mul (include "okoshko.mostPods" .Values.bookingApi) (add .Values.bookingApi.databasePoolSize .Values.bookingApi.databaseReadPoolSize) -}}
{{- $notifier := mul (include "okoshko.mostPods" .Values.notifier) .Values.notifier.databasePoolSize -}}
{{ add $api $notifier 10 }}
{{- end }}

{{/* What an existing generated Secret holds under a key, or the given new text. */}}
{{- define "okoshko.keptOr" -}}
{{- $kept := dig .key "" (default dict .existing.data) -}}
{{- ternary (.fresh | b64enc) $kept (empty $kept) -}}
{{- end }}
