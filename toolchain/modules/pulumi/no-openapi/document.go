// Package libopenapi stands in for the module of this name where Pulumi is built: Pulumi uses it in one command alone, `pulumi api`, and it
// takes a quarter of the time of a build. Here are its types, as far as that command names them, and a document that cannot be read.
package libopenapi

import (
	"errors"

	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
)

type Document struct{}

type Model struct{ Model v3.Document }

func NewDocument([]byte) (Document, error) {
	return Document{}, errors.New("this pulumi was built without `pulumi api`; use one of Pulumi's releases for it")
}

func (Document) BuildV3Model() (*Model, error) { return nil, errors.New("there is no document") }
