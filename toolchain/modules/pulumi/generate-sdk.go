// Command generate-sdk writes the Node.js SDK of a Pulumi package: the schema comes in on standard input (as `pulumi package
// get-schema` prints it), the files go under the directory named by the only argument. It is what `pulumi package add` does,
// without the language plugin that `pulumi package add` needs.
package main

import (
	"encoding/json"
	"log"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: generate-sdk DIRECTORY < schema.json")
	}
	var spec schema.PackageSpec
	must(json.NewDecoder(os.Stdin).Decode(&spec))
	options := schema.ValidationOptions{AllowDanglingReferences: true}
	pkg, err := schema.ImportSpec(spec, map[string]schema.Language{"nodejs": nodejs.Importer}, schema.NewNullLoader(), options)
	must(err)
	files, err := nodejs.GeneratePackage("crossbed", pkg, nil, nil, true, nil)
	must(err)
	for name, content := range files {
		path := filepath.Join(os.Args[1], name)
		must(os.MkdirAll(filepath.Dir(path), 0o755))
		must(os.WriteFile(path, content, 0o644))
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
