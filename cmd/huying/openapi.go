package main

import "huying/internal/httpapi"

//go:generate sh -c "go run . openapi > ../../api/openapi.yaml.new && mv ../../api/openapi.yaml.new ../../api/openapi.yaml"

type openAPICmd struct{}

// Run prints the description that the code itself gives.
func (openAPICmd) Run(c *console) error {
	text, err := httpapi.Describe()
	if err != nil {
		return err
	}
	_, err = c.out.Write(text)
	return err
}
