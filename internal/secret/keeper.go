// Package secret keeps personal data unreadable in the database and makes it findable all the same: values are sealed
// with AES-GCM or SM4-GCM, a keyed digest (a blind index) finds a whole phone or identity number, and masks show as
// much of a value as an officer needs to recognise it. It also holds the SM2 key that signs audit checkpoints.
//
// All keys lie in one file in the data folder. Nodes that share a database share this file; whoever loses it has lost
// the personal data. The algorithms are the national ones, the module is not a certified one.
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

// Cipher names how values are sealed.
type Cipher string

// The ciphers: the international one and the national one (GB/T 32907).
const (
	AES Cipher = "aes-256-gcm"
	SM4 Cipher = "sm4-gcm"
)

// Options say where the keys are and how new values are sealed.
type Options struct {
	Dir     string    // the data folder; the keys are in its file keys.json
	Cipher  Cipher    // for new values; "" means SM4. Old values open whatever they were sealed with
	Entropy io.Reader // where keys and nonces come from; nil means crypto/rand
}

// Keeper seals and opens. It is safe for concurrent use.
type Keeper struct {
	path    string
	entropy io.Reader

	mu   sync.RWMutex
	keys keyFile
}

// Open reads the keys of the data folder and makes them at the first start, in a file that only its owner may read. When
// the newest key is of another cipher than o asks for, a key of that cipher is added. It refuses a file that other users
// of the machine can read.
func Open(o Options) (*Keeper, error) {
	if o.Cipher == "" {
		o.Cipher = SM4
	}
	if _, known := keySizes[o.Cipher]; !known {
		return nil, fmt.Errorf("secret: unknown cipher %q", o.Cipher)
	}
	if o.Entropy == nil {
		o.Entropy = rand.Reader
	}
	k := &Keeper{path: o.Dir + "/" + KeyFile, entropy: o.Entropy}
	if err := k.load(o.Cipher); err != nil {
		return nil, err
	}
	if k.keys.newest().Cipher != o.Cipher {
		return k, k.Rotate(o.Cipher)
	}
	return k, nil
}

// Rotate adds a new sealing key and a new signing key and uses them from now on. What the older keys have sealed and
// signed can still be opened and verified. The blind index keeps its key, or nobody would be found any more.
func (k *Keeper) Rotate(c Cipher) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	next, err := k.keys.grown(c, k.entropy)
	if err != nil {
		return err
	}
	if err := next.replace(k.path); err != nil {
		return err
	}
	k.keys = next
	return nil
}

// Seal encrypts plain. The same context must be given to open it again: it ties the value to its place (such as
// "hotline.caller.phone"), so that a sealed value moved to another column or table does not open there. The result names
// its key. An empty value stays empty.
func (k *Keeper) Seal(plain, context string) (string, error) {
	if plain == "" {
		return "", nil
	}
	k.mu.RLock()
	key := k.keys.newest()
	k.mu.RUnlock()
	aead := key.aead
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	if _, err := io.ReadFull(k.entropy, nonce); err != nil {
		return "", fmt.Errorf("secret: nonce: %w", err)
	}
	sealed := aead.Seal(nonce, nonce, []byte(plain), key.bound(context))
	return key.ID + "." + base64.RawURLEncoding.EncodeToString(sealed), nil
}

var errSealed = errors.New("secret: the sealed value does not open: it was changed, or sealed for another place")

// Open decrypts what Seal made with the same context. It fails when a byte was changed, when the context differs, and
// when the key is not in the file; the error shows nothing of the value.
func (k *Keeper) Open(sealed, context string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	id, text, _ := strings.Cut(sealed, ".")
	k.mu.RLock()
	key, found := k.keys.sealing(id)
	k.mu.RUnlock()
	if !found {
		return "", errors.New("secret: the key that sealed a value is not in the key file")
	}
	aead := key.aead
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < aead.NonceSize() {
		return "", errSealed
	}
	nonce, body := raw[:aead.NonceSize()], raw[aead.NonceSize():]
	plain, err := aead.Open(nil, nonce, body, key.bound(context))
	if err != nil {
		return "", errSealed
	}
	return string(plain), nil
}

// Index is the keyed digest that finds a whole value without opening any: HMAC-SM3 over the value's normal form, 128 bits
// in hex. Values that mean the same ("+86 138-1234-5678", "13812345678") have the same index; a value with nothing in it
// has "".
func (k *Keeper) Index(kind Kind, value string) string {
	value = kind.normal(value)
	if value == "" {
		return ""
	}
	mac := hmac.New(sm3.New, k.keys.Index)
	mac.Write([]byte(string(kind) + "\x00" + value))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Field is the keeper of one column: its context and the kind of its values are settled once.
type Field struct {
	keeper  *Keeper
	context string
	kind    Kind
}

// Field makes the keeper of the column that context names, such as "org.person.phone".
func (k *Keeper) Field(context string, kind Kind) Field { return Field{k, context, kind} }

// Seal is Keeper.Seal for this column.
func (f Field) Seal(plain string) (string, error) { return f.keeper.Seal(plain, f.context) }

// Open is Keeper.Open for this column.
func (f Field) Open(sealed string) (string, error) { return f.keeper.Open(sealed, f.context) }

// Index is Keeper.Index for this column.
func (f Field) Index(value string) string { return f.keeper.Index(f.kind, value) }

// ready is the key with its cipher.
func (k sealKey) ready() (_ sealKey, err error) {
	var block cipher.Block
	if k.Cipher == SM4 {
		block, err = sm4.NewCipher(k.Key)
	} else {
		block, err = aes.NewCipher(k.Key)
	}
	if err != nil {
		return k, fmt.Errorf("secret: key %s: %w", k.ID, err)
	}
	k.aead, err = cipher.NewGCM(block)
	return k, err
}

// bound is what the seal authenticates besides the value: the key's id and the value's place.
func (k sealKey) bound(context string) []byte { return []byte(k.ID + "\x00" + context) }
