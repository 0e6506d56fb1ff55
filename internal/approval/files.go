package approval

import (
	"context"

	"huying/internal/attachment"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/storage"
)

// Attach ties a file that the store has taken to an application under way. The event names its hash as evidence.
func (s *Service) Attach(tx *storage.Tx, actor org.Actor, id string, version int64, blob attachment.Blob, public bool) (ref Ref, file string, err error) {
	visibility := attachment.Internal
	if public {
		visibility = attachment.Party
	}
	ref, err = s.within(tx, actor, id, version, "attach", func(a *casework.Act, o *Application) (done, error) {
		f := attachment.Add(a.Tx(), o.ID, blob, actor.ID, visibility)
		file = f.ID
		return done{facts: map[string]string{"file": f.ID, "type": f.Type}, evidence: []string{blob.Hash}}, nil
	})
	return ref, file, err
}

// Files lists the files of an application that the person may see.
func (s *Service) Files(ctx context.Context, actor org.Actor, id string) (out []attachment.Attachment, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, _, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		out, err = attachment.List(tx, c.ID)
		return err
	})
	return out, err
}

// File finds one file of an application that the person may see: its own, or one that it reuses from an earlier one.
func (s *Service) File(ctx context.Context, actor org.Actor, id, fileID string) (f attachment.Attachment, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, o, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		if f, err = attachment.Get(tx, fileID); err != nil || f.CaseID == c.ID || o.uses(fileID) {
			return err
		}
		return casework.NoSuchCase()
	})
	return f, err
}

// uses reports whether a file stands for one of the application's materials.
func (o *Application) uses(file string) bool {
	for _, m := range o.Materials {
		for _, f := range m.Files {
			if f == file {
				return true
			}
		}
	}
	return false
}
