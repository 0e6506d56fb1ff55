package hotline

import (
	"context"
	"slices"

	"huying/internal/attachment"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Attach ties a file that the store has taken to an order. The event names its hash as evidence (AUD-10).
func (s *Service) Attach(tx *storage.Tx, actor org.Actor, id string, version int64, blob attachment.Blob, public bool) (Ref, error) {
	visibility := attachment.Internal
	if public {
		visibility = attachment.Party
	}
	return s.within(tx, actor, id, version, "attach", func(a *casework.Act, o *Order) (any, error) {
		return s.attached(a, blob, visibility), nil
	})
}

// AttachByCitizen ties a citizen's file to his own open order.
func (s *Service) AttachByCitizen(tx *storage.Tx, number, code string, blob attachment.Blob) error {
	return s.citizenWithin(tx, number, code, "supplement", func(a *casework.Act, o *Order) (any, error) {
		return s.attached(a, blob, attachment.Party), nil
	})
}

func (s *Service) attached(a *casework.Act, blob attachment.Blob, v attachment.Visibility) map[string]string {
	file := attachment.Add(a.Tx(), a.Case.ID, blob, a.Actor().ID, v)
	return map[string]string{"file": file.ID, "hash": blob.Hash, "type": blob.Type}
}

// Files lists the files of an order that the person may see.
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

// File finds one file of an order that the person may see.
func (s *Service) File(ctx context.Context, actor org.Actor, fileID string) (f attachment.Attachment, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		if f, err = attachment.Get(tx, fileID); err != nil {
			return err
		}
		if _, _, err = s.visible(tx, actor, f.CaseID); fault.Is(err, fault.NotFound) {
			err = attachment.None()
		}
		return err
	})
	return f, err
}

// OwnFiles lists the files of a citizen's order that are for him: those he added, and those that officials gave him.
func (s *Service) OwnFiles(ctx context.Context, number, code string) (out []attachment.Attachment, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err := s.own(tx, number, code)
		if err != nil {
			return err
		}
		out, err = attachment.List(tx, c.ID)
		out = slices.DeleteFunc(out, func(f attachment.Attachment) bool { return f.Visibility == attachment.Internal })
		return err
	})
	return out, err
}

// OwnFile finds one of a citizen's OwnFiles.
func (s *Service) OwnFile(ctx context.Context, number, code, fileID string) (attachment.Attachment, error) {
	files, err := s.OwnFiles(ctx, number, code)
	if err != nil {
		return attachment.Attachment{}, err
	}
	i := slices.IndexFunc(files, func(f attachment.Attachment) bool { return f.ID == fileID })
	if i < 0 {
		return attachment.Attachment{}, attachment.None()
	}
	return files[i], nil
}
