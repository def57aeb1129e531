// Renders, lints and strictly decodes charts for the tests beside it. One request a line of JSON on stdin, one answer a line on
// stdout. Everything that decides is Helm's and Kubernetes' own code; what is added is a cluster for `lookup` that is a list.
package main

import (
	"bufio"
	"encoding/json"
	"os"
)

type request struct {
	Chart       string           `json:"chart"`
	Values      map[string]any   `json:"values"`
	Release     string           `json:"release"`
	Namespace   string           `json:"namespace"`
	KubeVersion string           `json:"kubeVersion"`
	Upgrade     bool             `json:"upgrade"`
	Existing    []map[string]any `json:"existing"`
	// Instead of all this: a text with objects, to be decoded.
	Decode string `json:"decode"`
	// Or: lint the chart with the values.
	Lint bool `json:"lint"`
}

type answer struct {
	// What could not be rendered, and why.
	Error string `json:"error,omitempty"`
	// Rendered files by their path in the chart.
	Files map[string]string `json:"files,omitempty"`
	// What the linter said, beside remarks.
	Complaints []string `json:"complaints,omitempty"`
	// Objects that the decoder refused or does not know.
	Refused []refusal `json:"refused,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked request
		reply := answer{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			reply.Error = err.Error()
		} else {
			reply = serve(asked)
		}
		if err := out.Encode(reply); err != nil {
			os.Exit(1)
		}
	}
}

func serve(asked request) answer {
	switch {
	case asked.Decode != "":
		return answer{Refused: decodeStrictly(asked.Decode)}
	case asked.Lint:
		return lintChart(asked)
	default:
		return render(asked)
	}
}
