package secret

import (
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"strings"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// Sign signs a digest with the newest SM2 key: a standard SM2 signature (GB/T 32918.2, SM3, default user id) over the
// digest's bytes as the message. The result names its key.
func (k *Keeper) Sign(digest []byte) (string, error) {
	k.mu.RLock()
	key := k.keys.signer()
	k.mu.RUnlock()
	signature, err := key.private.SignWithSM2(k.entropy, nil, digest)
	if err != nil {
		return "", fmt.Errorf("secret: sign: %w", err)
	}
	return key.ID + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// Verify tells whether signature was made over digest by one of the keys in the file.
func (k *Keeper) Verify(digest []byte, signature string) bool {
	id, text, _ := strings.Cut(signature, ".")
	k.mu.RLock()
	key, found := k.keys.signing(id)
	k.mu.RUnlock()
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return found && err == nil && sm2.VerifyASN1WithSM2(&key.private.PublicKey, nil, digest, raw)
}

// PublicKeys are the PEM texts of the keys that signatures are checked with, by key id, for those who verify without
// trusting this machine.
func (k *Keeper) PublicKeys() (map[string]string, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	keys := map[string]string{}
	for _, key := range k.keys.Sign {
		der, err := smx509.MarshalPKIXPublicKey(&key.private.PublicKey)
		if err != nil {
			return nil, fmt.Errorf("secret: public key %s: %w", key.ID, err)
		}
		keys[key.ID] = string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	}
	return keys, nil
}
