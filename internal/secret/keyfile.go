package secret

import (
	"crypto/cipher"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/emmansun/gmsm/sm2"
)

// KeyFile is the name of the file in the data folder that holds all keys.
const KeyFile = "keys.json"

var keySizes = map[Cipher]int{AES: 32, SM4: 16}

// keyFile is what keys.json holds. Keys are in the order of their making; the last of each list is in use.
type keyFile struct {
	Seal  []sealKey `json:"seal"`
	Sign  []signKey `json:"sign"`
	Index hexBytes  `json:"index"`
}

type sealKey struct {
	ID     string   `json:"id"`
	Cipher Cipher   `json:"cipher"`
	Key    hexBytes `json:"key"`

	aead cipher.AEAD // safe for concurrent use
}

// signKey is an SM2 key: the 32 bytes of its private number.
type signKey struct {
	ID  string   `json:"id"`
	Key hexBytes `json:"key"`

	private *sm2.PrivateKey
}

type hexBytes []byte

// MarshalText writes hex.
func (b hexBytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(b)), nil }

// UnmarshalText reads hex.
func (b *hexBytes) UnmarshalText(text []byte) (err error) {
	*b, err = hex.DecodeString(string(text))
	return err
}

func (f keyFile) newest() sealKey { return f.Seal[len(f.Seal)-1] }

func (f keyFile) signer() signKey { return f.Sign[len(f.Sign)-1] }

func (f keyFile) sealing(id string) (sealKey, bool) {
	for _, k := range f.Seal {
		if k.ID == id {
			return k, true
		}
	}
	return sealKey{}, false
}

func (f keyFile) signing(id string) (signKey, bool) {
	for _, k := range f.Sign {
		if k.ID == id {
			return k, true
		}
	}
	return signKey{}, false
}

// grown is f with one more key for sealing and one for signing. f is unchanged.
func (f keyFile) grown(c Cipher, entropy io.Reader) (keyFile, error) {
	size, known := keySizes[c]
	if !known {
		return f, fmt.Errorf("secret: unknown cipher %q", c)
	}
	key := make([]byte, size)
	if _, err := io.ReadFull(entropy, key); err != nil {
		return f, fmt.Errorf("secret: make a key: %w", err)
	}
	private, err := sm2.GenerateKey(entropy)
	if err != nil {
		return f, fmt.Errorf("secret: make a signing key: %w", err)
	}
	id := "k" + strconv.Itoa(len(f.Seal)+1)
	seal, err := sealKey{ID: id, Cipher: c, Key: key}.ready()
	if err != nil {
		return f, err
	}
	f.Seal = append(f.Seal[:len(f.Seal):len(f.Seal)], seal)
	f.Sign = append(f.Sign[:len(f.Sign):len(f.Sign)], signKey{id, private.D.FillBytes(make([]byte, 32)), private})
	return f, nil
}

// load reads the key file, or makes it when there is none. When two processes start at once, one makes it and both read it.
func (k *Keeper) load(c Cipher) error {
	keys, err := read(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := k.make(c); err != nil {
			return err
		}
		keys, err = read(k.path)
	}
	k.keys = keys
	return err
}

func (k *Keeper) make(c Cipher) error {
	first, err := keyFile{}.grown(c, k.entropy)
	if err != nil {
		return err
	}
	first.Index = make([]byte, 32)
	if _, err := io.ReadFull(k.entropy, first.Index); err != nil {
		return fmt.Errorf("secret: make a key: %w", err)
	}
	temp, err := first.write(k.path)
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := os.Link(temp, k.path); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("secret: %w", err)
	}
	return syncDir(filepath.Dir(k.path))
}

// replace puts f where the key file is, in one step.
func (f keyFile) replace(path string) error {
	temp, err := f.write(path)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(fmt.Errorf("secret: %w", err), os.Remove(temp))
	}
	return syncDir(filepath.Dir(path))
}

// write puts f on the disk beside path, under a name of its own that it returns.
func (f keyFile) write(path string) (string, error) {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return "", fmt.Errorf("secret: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("secret: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), KeyFile+".*") // CreateTemp makes it 0600
	if err != nil {
		return "", fmt.Errorf("secret: %w", err)
	}
	_, err = temp.Write(append(text, '\n'))
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return "", errors.Join(fmt.Errorf("secret: %w", err), os.Remove(temp.Name()))
	}
	return temp.Name(), nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("secret: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

func read(path string) (keyFile, error) {
	var f keyFile
	info, err := os.Stat(path)
	if err != nil {
		return f, fmt.Errorf("secret: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return f, fmt.Errorf("secret: other users of this machine can reach %s; its mode must be 0600", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return f, fmt.Errorf("secret: %w", err)
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, fmt.Errorf("secret: %s is damaged", path)
	}
	return f.checked(path)
}

// checked is f with its private numbers made into keys, if every key has its right form.
func (f keyFile) checked(path string) (keyFile, error) {
	if len(f.Seal) == 0 || len(f.Sign) == 0 || len(f.Index) != 32 {
		return f, fmt.Errorf("secret: %s is incomplete", path)
	}
	for i, k := range f.Seal {
		if len(k.Key) != keySizes[k.Cipher] || len(k.Key) == 0 {
			return f, fmt.Errorf("secret: key %s in %s is damaged", k.ID, path)
		}
		ready, err := k.ready()
		if err != nil {
			return f, err
		}
		f.Seal[i] = ready
	}
	for i, k := range f.Sign {
		private, err := sm2.NewPrivateKey(k.Key)
		if err != nil {
			return f, fmt.Errorf("secret: signing key %s in %s is damaged", k.ID, path)
		}
		f.Sign[i].private = private
	}
	return f, nil
}
