package backend_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "parley"

// source is one Go file. Files for every system count, whichever one the test runs on.
type source struct {
	name    string // from the top of the project, as in "backend/chat/id.go"
	imports []string
	doc     string // the package comment, if this file has it
	clock   []string
}

func (s source) folder() string { return path.Dir(s.name) }

func (s source) test() bool { return strings.HasSuffix(s.name, "_test.go") }

// house is every Go file of the project.
type house []source

// folders returns the packages by folder.
func (h house) folders() map[string][]source {
	out := map[string][]source{}
	for _, s := range h {
		out[s.folder()] = append(out[s.folder()], s)
	}
	return out
}

// reach returns what the programs' own files of a folder import, directly or through packages of the project, each with the way there.
func (h house) reach(folder string) map[string]string {
	folders := h.folders()
	out := map[string]string{}
	var walk func(folder, way string)
	walk = func(folder, way string) {
		for _, s := range folders[folder] {
			if s.test() {
				continue
			}
			for _, i := range s.imports {
				if _, seen := out[i]; seen {
					continue
				}
				out[i] = way + " -> " + i
				if own, ok := strings.CutPrefix(i, module+"/"); ok {
					walk(own, out[i])
				}
			}
		}
	}
	walk(folder, folder)
	return out
}

// read parses every Go file below a folder.
func read(t *testing.T, root string) house {
	t.Helper()
	var h house
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(d.Name(), ".") && d.Name() != ".."
		if d.IsDir() && (hidden || d.Name() == "node_modules" || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || hidden || path.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		own, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		h = append(h, describe(filepath.ToSlash(own), file))
		return nil
	})
	if err != nil {
		t.Fatalf("read the project: %v", err)
	}
	return h
}

// describe returns what the rules look at in a file.
func describe(name string, file *ast.File) source {
	s := source{name: name, doc: file.Doc.Text()}
	for _, i := range file.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil {
			s.imports = append(s.imports, p)
		}
	}
	clocks := []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep"}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains(clocks, sel.Sel.Name) {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" {
				s.clock = append(s.clock, sel.Sel.Name)
			}
		}
		return true
	})
	return s
}
