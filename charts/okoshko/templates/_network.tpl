{{/* Parts of NetworkPolicies. */}}

{{- define "okoshko.peer" -}}
- podSelector:
    matchLabels:
      {{- include "okoshko.selectorLabels" . | nindent 6 }}
{{- end }}

{{/* Rules `from` our components: (dict "root" $ "components" (list "bot") "port" 8080). */}}
{{- define "okoshko.fromComponents" -}}
- from:
    {{- range .components }}
    {{- include "okoshko.peer" (dict "root" $.root "component" .) | nindent 4 }}
    {{- end }}
  ports: [{port: {{ .port }}}]
{{- end }}

{{- define "okoshko.fromMonitoring" -}}
{{- with .Values.networkPolicy.monitoring -}}
- from:
    {{- toYaml . | nindent 4 }}
  ports: [{port: 9464}]
{{- end -}}
{{- end }}

{{- define "okoshko.toDns" -}}
- to:
    {{- toYaml .Values.networkPolicy.dns.peers | nindent 4 }}
  ports:
    {{- range .Values.networkPolicy.dns.ports }}
    - {port: {{ . }}, protocol: UDP}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
{{- end }}

{{/* The port that the endpoint names, and the one that collectors listen at behind a Service of another. */}}
{{- define "okoshko.toCollector" -}}
{{- with .Values.tracing.endpoint -}}
{{- $url := urlParse . -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (ternary "443" "80" (eq $url.scheme "https")) -}}
- to:
    {{- toYaml $.Values.networkPolicy.collector | nindent 4 }}
  ports:
    {{- range uniq (list $port "4318") }}
    - {port: {{ . }}}
    {{- end }}
{{- end -}}
{{- end }}

{{/* (dict "root" $ "component" "booking-api"): the pods of one of ours, at their public port. */}}
{{- define "okoshko.toComponent" -}}
- to:
    {{- include "okoshko.peer" . | nindent 4 }}
  ports: [{port: 8080}]
{{- end }}

{{- define "okoshko.bundledPeer" -}}
- podSelector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}
      app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "okoshko.toDatabase" -}}
- to:
    {{- if .Values.postgres.enabled }}
    {{- include "okoshko.bundledPeer" (dict "root" . "name" "postgres") | nindent 4 }}
    {{- else }}
    {{- toYaml .Values.networkPolicy.database | nindent 4 }}
    {{- end }}
  ports: [{port: {{ ternary 5432 .Values.externalDatabase.port .Values.postgres.enabled }}}]
{{- end }}

{{- define "okoshko.toRedis" -}}
- to:
    {{- if .Values.redis.enabled }}
    {{- include "okoshko.bundledPeer" (dict "root" . "name" "redis") | nindent 4 }}
    {{- else }}
    {{- toYaml .Values.networkPolicy.redis | nindent 4 }}
    {{- end }}
  ports: [{port: {{ ternary 6379 .Values.externalRedis.port .Values.redis.enabled }}}]
{{- end }}

{{/* Telegram, or in a demo what stands in for it. */}}
{{- define "okoshko.toTelegram" -}}
{{- if .Values.emulator.enabled -}}
{{ include "okoshko.toComponent" (dict "root" . "component" "emulator") }}
{{- else -}}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except: {{ toJson .Values.networkPolicy.privateRanges }}
    - ipBlock:
        cidr: ::/0
        except: {{ toJson .Values.networkPolicy.privateRangesV6 }}
  ports: [{port: 443}]
{{- end -}}
{{- end }}

{{/* Receivers of webhooks: the public internet, at the two ports that the notifier sends to. */}}
{{- define "okoshko.toIntegrators" -}}
{{- if .Values.notifier.webhooks.enabled -}}
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except: {{ toJson .Values.networkPolicy.privateRanges }}
    - ipBlock:
        cidr: ::/0
        except: {{ toJson .Values.networkPolicy.privateRangesV6 }}
  ports: [{port: 443}, {port: 8443}]
{{- end -}}
{{- end }}

{{/* Services whose clock can be moved ask the emulator for the time. */}}
{{- define "okoshko.toClock" -}}
{{- if include "okoshko.adjustableClock" . -}}
{{ include "okoshko.toComponent" (dict "root" . "component" "emulator") }}
{{- end -}}
{{- end }}

{{/*
(dict "root" $ "component" "bot" "ingress" (list …) "egress" (list …) "extra" .Values.bot.networkPolicy), lists of texts that hold
rules; empty ones are left out. One more: "annotations" (a text; hooks have them). Helm doesn't own what a hook made, and refuses to
make it as its own: a hook's policy has another name, or one that an earlier release left would stand in the way.
*/}}
{{- define "okoshko.networkPolicy" -}}
{{- if .root.Values.networkPolicy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "okoshko.componentName" . }}{{ if .annotations }}-hook{{ end }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "okoshko.labels" . | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  podSelector:
    matchLabels:
      {{- include "okoshko.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  {{- $extra := default dict .extra }}
  {{- with compact (append (default list .ingress) (ternary (toYaml $extra.extraIngress) "" (not (empty $extra.extraIngress)))) }}
  ingress:
    {{- range . }}
    {{- . | nindent 4 }}
    {{- end }}
  {{- end }}
  {{- with compact (append (default list .egress) (ternary (toYaml $extra.extraEgress) "" (not (empty $extra.extraEgress)))) }}
  egress:
    {{- range . }}
    {{- . | nindent 4 }}
    {{- end }}
  {{- end }}
{{- end -}}
{{- end }}
