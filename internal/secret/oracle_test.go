package secret

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

// openssl runs the command on the input. Without the program the test is skipped, but not where everything must run.
func openssl(t *testing.T, input []byte, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("openssl is missing")
		}
		t.Skip("openssl is missing")
	}
	cmd := exec.Command(path, args...)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The example of GB/T 32905 (SM3) and the example of GB/T 32907 (SM4).
func TestPublishedVectors(t *testing.T) {
	sum := sm3.Sum([]byte("abc"))
	if got := hex.EncodeToString(sum[:]); got != "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" {
		t.Errorf("SM3(abc) = %s", got)
	}
	key := unhex(t, "0123456789abcdeffedcba9876543210")
	block, err := sm4.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, 16)
	block.Encrypt(out, key)
	if got := hex.EncodeToString(out); got != "681edf34d206965e86b3e94f536e4246" {
		t.Errorf("SM4 = %s", got)
	}
}

// RFC 8998, appendix A.1.
func TestPublishedVectorOfSM4GCM(t *testing.T) {
	key, err := sealKey{ID: "k1", Cipher: SM4, Key: unhex(t, "0123456789abcdeffedcba9876543210")}.ready()
	if err != nil {
		t.Fatal(err)
	}
	plain := unhex(t, "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa")
	got := key.aead.Seal(nil, unhex(t, "00001234567800000000abcd"), plain, unhex(t, "feedfacedeadbeeffeedfacedeadbeefabaddad2"))
	want := "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec"
	if hex.EncodeToString(got) != want {
		t.Errorf("SM4-GCM = %x", got)
	}
}

func TestDigestAgreesWithOpenSSL(t *testing.T) {
	for _, n := range []int{0, 1, 55, 56, 63, 64, 65, 1000, 100_000} {
		data := make([]byte, n)
		rand.Read(data)
		sum := sm3.Sum(data)
		if got := openssl(t, data, "dgst", "-sm3", "-binary"); !bytes.Equal(got, sum[:]) {
			t.Errorf("SM3 of %d bytes: %x, OpenSSL %x", n, sum, got)
		}
	}
}

// OpenSSL's command has no GCM for SM4; counter mode, which GCM encrypts with, is compared instead.
func TestCipherAgreesWithOpenSSL(t *testing.T) {
	for _, n := range []int{1, 15, 16, 17, 4096, 100_001} {
		key, iv, data := make([]byte, 16), make([]byte, 16), make([]byte, n)
		for _, b := range [][]byte{key, iv, data} {
			rand.Read(b)
		}
		block, err := sm4.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		ours := make([]byte, n)
		cipher.NewCTR(block, iv).XORKeyStream(ours, data)
		theirs := openssl(t, data, "enc", "-sm4-ctr", "-K", hex.EncodeToString(key), "-iv", hex.EncodeToString(iv))
		if !bytes.Equal(ours, theirs) {
			t.Errorf("SM4-CTR of %d bytes differs from OpenSSL's", n)
		}
	}
}

func TestSignaturesAreCheckedByOpenSSL(t *testing.T) {
	k := keeper(t, SM4)
	digest := []byte("a checkpoint's digest, thirty-two")
	signature, err := k.Sign(digest)
	if err != nil {
		t.Fatal(err)
	}
	id, text, _ := strings.Cut(signature, ".")
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := k.PublicKeys()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sigFile, keyFile, dataFile := filepath.Join(dir, "sig"), filepath.Join(dir, "key.pem"), filepath.Join(dir, "data")
	for name, content := range map[string][]byte{sigFile: raw, keyFile: []byte(keys[id]), dataFile: digest} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := openssl(t, nil, "pkeyutl", "-verify", "-pubin", "-inkey", keyFile, "-rawin", "-digest", "sm3",
		"-pkeyopt", "distid:1234567812345678", "-in", dataFile, "-sigfile", sigFile)
	if !strings.Contains(string(out), "Signature Verified Successfully") {
		t.Errorf("OpenSSL says: %s", out)
	}
}

func TestSignatureHoldsForItsDigestAndKeyOnly(t *testing.T) {
	k := keeper(t, SM4)
	signature, err := k.Sign([]byte("digest"))
	if err != nil {
		t.Fatal(err)
	}
	if !k.Verify([]byte("digest"), signature) {
		t.Error("a good signature is refused")
	}
	if k.Verify([]byte("digesT"), signature) {
		t.Error("it holds for another digest")
	}
	if keeper(t, SM4).Verify([]byte("digest"), signature) {
		t.Error("it holds under another key")
	}
	for _, bad := range []string{"", "k1", "k1.", "k9" + signature[2:], signature[:len(signature)-2]} {
		if k.Verify([]byte("digest"), bad) {
			t.Errorf("%q passes for a signature", bad)
		}
	}
}
