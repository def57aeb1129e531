{{/*
The Job that brings a schema up to date, as the role that may: (dict "root" $ "job" "booking-migrate" "values" .Values.bookingApi
"role" "bookingApiMigrator").

hook: before anything else of the release, which suits a database that is there already. job: beside everything else, for a database
that comes with the release; a hook would wait for it in vain. Pods then wait for the schema by themselves.
*/}}
{{- define "okoshko.migration" -}}
{{- $mode := include "okoshko.migrationMode" .root -}}
{{- if ne $mode "none" -}}
{{- $env := include "okoshko.env.migrate" . -}}
{{- $annotations := "" -}}
{{- $initContainers := "" -}}
{{- if eq $mode "hook" -}}
{{- $annotations = "helm.sh/hook: pre-install,pre-upgrade\nhelm.sh/hook-weight: \"-5\"\nhelm.sh/hook-delete-policy: before-hook-creation" -}}
{{- else -}}
{{- $initContainers = printf "- %s" (include "okoshko.container" (dict "root" .root "values" .values "container" "wait-for-database"
      "args" (list "dist/wait-for-schema.js" "--only-database") "env" $env "resources" .root.Values.migrations.resources) | nindent 2 | trim) -}}
{{- end -}}
{{ include "okoshko.job" (merge (dict "args" (list "dist/migrate.js") "env" $env "annotations" $annotations "initContainers" $initContainers) .) }}
---
{{ include "okoshko.networkPolicy" (dict "root" .root "component" .job "annotations" ($annotations | replace "-5" "-10")
     "egress" (list (include "okoshko.toDns" .root) (include "okoshko.toDatabase" .root))) }}
{{- end -}}
{{- end }}
