package main

import (
	"context"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"huying/internal/clock"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"huying": main})
}

// TestScripts runs the program as an administrator does.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"tamper": tamper}})
}

// tamper runs a statement on the database of a data folder, as somebody with access to the file could.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	db, err := storage.Open(ctx, storage.Options{Dir: ts.MkAbs(args[0]), Clock: clock.At(storagetest.Start)})
	ts.Check(err)
	defer db.Close()
	ts.Check(db.Update(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(args[1])
		return err
	}))
}

// TestCommandsOnPostgres runs the same program on the other engine.
func TestCommandsOnPostgres(t *testing.T) {
	url := storagetest.EmptyPostgresURL(t)
	testscript.Run(t, testscript.Params{Dir: "testdata/postgres", Setup: func(e *testscript.Env) error {
		e.Setenv("HUYING_DATABASE_URL", url)
		return nil
	}})
}
