// Command generate writes the TypeScript types of what Go sends to web pages: Go structs are reflected into JSON Schema and compiled from there. It
// runs in the root of the project, with the web tools installed; with --check it only compares, and fails when a file is not current.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"reflect"
)

func main() {
	check := flag.Bool("check", false, "compare with the files instead of writing them")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(check bool) error {
	docs, err := readSources()
	if err != nil {
		return err
	}
	known := map[reflect.Type]definition{}
	for _, o := range outputs {
		text, err := o.typescript(docs, known)
		if err != nil {
			return fmt.Errorf("generate %s: %w", o.file, err)
		}
		if !check {
			if err := os.WriteFile(o.file, text, 0o644); err != nil {
				return fmt.Errorf("write types: %w", err)
			}
			continue
		}
		current, err := os.ReadFile(o.file)
		if err != nil {
			return fmt.Errorf("read types: %w", err)
		}
		if !bytes.Equal(current, text) {
			return fmt.Errorf("%s is not current: run go generate ./backend/protocol", o.file)
		}
	}
	return nil
}
