package approval

import (
	"context"
	"slices"

	"huying/internal/attachment"
	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/storage"
)

// OwnFiles lists the files of an applicant's own application: what he handed in and what was given to him.
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

// OwnFile finds one of an applicant's OwnFiles.
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

// OwnReusable lists what an applicant handed in with one earlier application of his and may use again for an item.
func (s *Service) OwnReusable(ctx context.Context, number, code, item string) (out []Reusable, err error) {
	out = []Reusable{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err := s.own(tx, number, code)
		if err != nil {
			return err
		}
		o, err := load(tx, c.ID)
		if err != nil {
			return err
		}
		it, err := s.items.Published(tx, item)
		if err != nil {
			return err
		}
		out = o.reusable(it.Record, c.Number, calendar.DateOf(tx.Now))
		return nil
	})
	return out, err
}

// OwnCertificate gives an applicant the certificate of his own application, once it has been delivered.
func (s *Service) OwnCertificate(ctx context.Context, number, code string) (c Certificate, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		found, err := s.own(tx, number, code)
		if err != nil {
			return err
		}
		if found.State != Delivered {
			return noCertificate()
		}
		c, err = s.certificateOf(tx, found.ID)
		return err
	})
	return c, err
}

func noCertificate() error {
	return fault.New(fault.NotFound, "approval.certificate.none", "此件没有证照。")
}

// certificateOf finds the certificate of an application.
func (s *Service) certificateOf(tx *storage.Tx, id string) (Certificate, error) {
	found, err := s.certificates(tx, `WHERE application_id = $1`, id)
	if err == nil && len(found) == 0 {
		err = noCertificate()
	}
	if err != nil {
		return Certificate{}, err
	}
	return found[0], nil
}
