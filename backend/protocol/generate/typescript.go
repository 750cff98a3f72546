package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"
)

// header says on top of each file where it comes from.
const header = "// Generated from the Go types by `go generate ./backend/protocol`. Change those, not this file."

// web is where the tools are installed, with their settings.
const web = "frontend"

// typescript returns the text of the file, and adds the types it holds to known.
func (o output) typescript(docs *sourceDocs, known map[reflect.Type]definition) ([]byte, error) {
	b := &builder{docs: docs, defs: jsonschema.Definitions{}, types: map[string]reflect.Type{}, known: known, imports: map[string][]string{}}
	schema, err := b.build(o)
	if err != nil {
		return nil, err
	}
	for name, t := range b.types {
		known[t] = definition{module: o.module, name: name}
	}
	in, err := json.Marshal(schema)
	if err != nil {
		return nil, fmt.Errorf("write schema: %w", err)
	}
	compiled, err := tool(in, "json2ts", "--unreachableDefinitions", "--additionalProperties=false", "--format=false", "--bannerComment="+header)
	if err != nil {
		return nil, err
	}
	var imports strings.Builder
	for _, from := range slices.Sorted(maps.Keys(b.imports)) {
		slices.Sort(b.imports[from])
		fmt.Fprintf(&imports, "import type { %s } from %q;\n", strings.Join(b.imports[from], ", "), from)
	}
	head, body, _ := bytes.Cut(compiled, []byte("\n"))
	text := slices.Concat(head, []byte("\n\n"), []byte(imports.String()), body)
	return tool(text, "biome", "format", "--stdin-file-path="+strings.TrimPrefix(o.file, web+"/"))
}

// tool runs a program of the web tools on a text and returns what it printed.
func tool(in []byte, name string, args ...string) ([]byte, error) {
	path, err := filepath.Abs(filepath.Join(web, "node_modules", ".bin", name))
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", name, err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = web
	cmd.Stdin = bytes.NewReader(in)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", name, err)
	}
	return out, nil
}
