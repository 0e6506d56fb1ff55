package org

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"huying/internal/fault"
	"huying/internal/policy"
)

// The cost of a password hash: two passes over 19 MiB by one processor. It is written into each hash, so that older
// hashes still verify after it is raised.
const (
	argonPasses = 2
	argonKiB    = 19 * 1024
	argonLanes  = 1
	argonKey    = 32
	argonSalt   = 16
)

// longest bounds what is hashed, in bytes.
const longest = 256

// hashPassword makes the PHC string of a password, with a new salt.
func hashPassword(password string) (string, error) {
	salt := make([]byte, argonSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonKiB, argonLanes, argonKey)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonKiB, argonPasses, argonLanes, b64(salt), b64(key)), nil
}

// nobody is a hash that no password has. It is verified when there is no account, so that the answer takes as long.
var nobody = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonKiB, argonPasses, argonLanes,
	base64.RawStdEncoding.EncodeToString(make([]byte, argonSalt)), base64.RawStdEncoding.EncodeToString(make([]byte, argonKey)))

// verifyPassword reports whether the PHC string was made of the password. An unreadable string matches nothing.
func verifyPassword(phc, password string) bool {
	if phc == "" {
		verifyPassword(nobody, password)
		return false
	}
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var version int
	var kib, passes uint32
	var lanes uint8
	if n, err := fmt.Sscanf(parts[2], "v=%d", &version); n != 1 || err != nil || version != argon2.Version {
		return false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &kib, &passes, &lanes); n != 3 || err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(key) == 0 || passes == 0 || lanes == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, passes, kib, lanes, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1
}

// checkPassword says in one sentence what is wrong with a new password.
func checkPassword(settings *policy.Snapshot, login, password string) error {
	length, kinds := settings.Int(setPasswordLength, ""), settings.Int(setPasswordKinds, "")
	switch {
	case !utf8.ValidString(password) || len(password) > longest:
		return invalid("org.password.long", "password", "密码过长或者含有无法识别的字符。")
	case utf8.RuneCountInString(password) < length:
		return invalid("org.password.short", "password", fmt.Sprintf("密码至少应有%d个字符。", length))
	case characterKinds(password) < kinds:
		return invalid("org.password.kinds", "password", fmt.Sprintf("密码应至少包含大写字母、小写字母、数字、其他符号中的%d种。", kinds))
	case strings.Contains(strings.ToLower(password), login):
		return invalid("org.password.login", "password", "密码中不能包含登录名。")
	}
	return nil
}

func characterKinds(password string) int {
	var upper, lower, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return upper + lower + digit + other
}

// temporaryPassword makes a password that is read out to a person and used once: four groups without characters that
// look alike.
func temporaryPassword() (string, error) {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789" // 32 of them, so a byte divides evenly
	raw := make([]byte, 16)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	var b strings.Builder
	for i, c := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[int(c)%len(letters)])
	}
	return b.String(), nil
}

// slot waits for a processor to hash on.
func (s *Service) slot(ctx context.Context) (release func(), err error) {
	select {
	case s.hashing <- struct{}{}:
		return func() { <-s.hashing }, nil
	case <-ctx.Done():
		return nil, fault.New(fault.TooMany, "org.login.busy", "登录的人较多，请稍后再试。").Because(ctx.Err())
	}
}

func (s *Service) hash(ctx context.Context, password string) (string, error) {
	release, err := s.slot(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return hashPassword(password)
}

func (s *Service) verify(ctx context.Context, phc, password string) (bool, error) {
	release, err := s.slot(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	return verifyPassword(phc, password), nil
}
