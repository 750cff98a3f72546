package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// module is the import path of the project's root.
const module = "parley"

// sourceDocs is what reflection cannot see: comments by "package.Type" or "package.Type.Field", and the values of a type's constants.
type sourceDocs struct {
	comments  map[string]string
	constants map[string][]any
}

func readSources() (*sourceDocs, error) {
	docs := &sourceDocs{comments: map[string]string{}, constants: map[string][]any{}}
	for _, dir := range sources {
		files, err := os.ReadDir(dir)
		if err != nil {
			return nil, fmt.Errorf("read sources: %w", err)
		}
		for _, f := range files {
			if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, f.Name()), nil, parser.ParseComments)
			if err != nil {
				return nil, fmt.Errorf("read sources: %w", err)
			}
			docs.add(module+"/"+dir, file)
		}
	}
	return docs, nil
}

func (d *sourceDocs) add(pkg string, file *ast.File) {
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gen.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				d.addType(pkg, gen, spec)
			case *ast.ValueSpec:
				d.addConstants(pkg, gen, spec)
			}
		}
	}
}

func (d *sourceDocs) addType(pkg string, gen *ast.GenDecl, spec *ast.TypeSpec) {
	name := pkg + "." + spec.Name.Name
	doc := spec.Doc.Text()
	if doc == "" {
		doc = gen.Doc.Text()
	}
	d.comments[name] = oneLine(doc)
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range s.Fields.List {
		doc := field.Doc.Text()
		if doc == "" {
			doc = field.Comment.Text()
		}
		for _, n := range field.Names {
			d.comments[name+"."+n.Name] = oneLine(doc)
		}
	}
}

func (d *sourceDocs) addConstants(pkg string, gen *ast.GenDecl, spec *ast.ValueSpec) {
	t, ok := spec.Type.(*ast.Ident)
	if gen.Tok != token.CONST || !ok {
		return
	}
	for _, v := range spec.Values {
		lit, ok := v.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			continue
		}
		if s, err := strconv.Unquote(lit.Value); err == nil {
			name := pkg + "." + t.Name
			d.constants[name] = append(d.constants[name], s)
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
