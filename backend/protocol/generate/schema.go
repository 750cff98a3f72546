package main

import (
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"parley/backend/protocol"
)

// builder collects the definitions of one output.
type builder struct {
	docs    *sourceDocs
	defs    jsonschema.Definitions
	types   map[string]reflect.Type     // what each name stands for
	known   map[reflect.Type]definition // types that stand in an earlier output
	imports map[string][]string         // names used of each module
}

// definition is where a type stands and what it is called there.
type definition struct{ module, name string }

// build defines everything an output holds and returns the schema whose root is the union of its roots.
func (b *builder) build(o output) (*jsonschema.Schema, error) {
	root := &jsonschema.Schema{Title: o.title, Description: o.doc, Definitions: b.defs}
	for _, name := range slices.Sorted(maps.Keys(o.unions)) {
		union := &jsonschema.Schema{Description: o.unions[name].doc}
		for _, kind := range slices.Sorted(maps.Keys(o.unions[name].frames)) {
			frame, err := b.frame(o.unions[name].frames[kind]())
			if err != nil {
				return nil, err
			}
			union.OneOf = append(union.OneOf, frame)
		}
		b.defs[name] = union
		root.OneOf = append(root.OneOf, ref(name))
	}
	for _, v := range o.types {
		t := typeOf(v)
		b.define(t)
		root.OneOf = append(root.OneOf, ref(b.name(t)))
	}
	return root, nil
}

func ref(name string) *jsonschema.Schema { return &jsonschema.Schema{Ref: "#/$defs/" + name} }

// frame defines a frame with the "type" that Encode gives it.
func (b *builder) frame(f protocol.Frame) (*jsonschema.Schema, error) {
	t := typeOf(f)
	b.define(t)
	def := b.defs[b.name(t)]
	if _, done := def.Properties.Get("type"); !done {
		def.Properties.Set("type", &jsonschema.Schema{Const: f.Type()})
		if err := def.Properties.MoveToFront("type"); err != nil {
			return nil, fmt.Errorf("name frame %s: %w", t.Name(), err)
		}
		def.Required = append([]string{"type"}, def.Required...)
	}
	return ref(b.name(t)), nil
}

// define adds a type and all it refers to to the definitions.
func (b *builder) define(t reflect.Type) {
	r := jsonschema.Reflector{Anonymous: true, Namer: b.name, LookupComment: b.comment, Mapper: b.named}
	for name, def := range r.ReflectFromType(t).Definitions {
		if _, done := b.defs[name]; !done {
			b.defs[name] = def
		}
	}
	b.nullable(t, map[reflect.Type]bool{})
}

// name returns what a type is called: as in Go, with the package in front when another type of the output has that name.
func (b *builder) name(t reflect.Type) string {
	name := t.Name()
	if other, taken := b.types[name]; taken && other != t {
		pkg := path.Base(t.PkgPath())
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	if name != "" {
		b.types[name] = t
	}
	return name
}

// named replaces a type by an import, or gives it a name of its own although it is no struct: those with constants, and numbers that have a unit.
func (b *builder) named(t reflect.Type) *jsonschema.Schema {
	if !strings.HasPrefix(t.PkgPath(), module+"/") {
		return nil
	}
	if from, ok := b.known[t]; ok {
		if !slices.Contains(b.imports[from.module], from.name) {
			b.imports[from.module] = append(b.imports[from.module], from.name)
		}
		return &jsonschema.Schema{Extras: map[string]any{"tsType": from.name}}
	}
	def := &jsonschema.Schema{Description: b.comment(t, "")}
	switch t.Kind() {
	case reflect.String:
		def.Type = "string"
		def.Enum = b.docs.constants[qualified(t)]
	case reflect.Int64:
		def.Type = "integer"
	default:
		return nil
	}
	b.defs[b.name(t)] = def
	return ref(b.name(t))
}

// nullable lets the fields be null that encoding/json writes as null: pointers that are not omitted.
func (b *builder) nullable(t reflect.Type, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	def := b.defs[b.name(t)]
	for _, f := range reflect.VisibleFields(t) {
		b.nullable(f.Type, seen)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if def == nil || f.Type.Kind() != reflect.Pointer || options != "" {
			continue
		}
		if field, ok := def.Properties.Get(name); ok && field.OneOf == nil {
			def.Properties.Set(name, &jsonschema.Schema{
				Description: field.Description,
				OneOf:       []*jsonschema.Schema{{Ref: field.Ref, Extras: field.Extras}, {Type: "null"}},
			})
		}
	}
}

func (b *builder) comment(t reflect.Type, field string) string {
	if field == "" {
		return b.docs.comments[qualified(t)]
	}
	return b.docs.comments[qualified(t)+"."+field]
}

func qualified(t reflect.Type) string { return t.PkgPath() + "." + t.Name() }
