package io.caretrail.core.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Ed25519 keys from files: PEM (RFC 7468) or DER; private ones PKCS#8 (RFC 8410), public ones X.509. */
final class KeyFile {

    static final String HOW_TO_MAKE = "make a key with: openssl genpkey -algorithm ed25519 -out FILE";
    private static final String HOW_TO_PUBLISH =
            "make it from the private key with: openssl pkey -in FILE -pubout -out " + "PUBLIC";

    /** Bytes; an Ed25519 key has a hundred. */
    private static final long LARGEST = 64 * 1024;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private KeyFile() {}

    /** @throws IOException what is wrong with the file and how to make a key; never anything of the key */
    static PrivateKey readPrivate(Path file) throws IOException {
        byte[] der = der(file, "PRIVATE KEY", HOW_TO_MAKE);
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            // Without the cause: its words might show bytes of the key.
            throw new IOException("\"" + file + "\" holds no Ed25519 private key (PKCS#8); " + HOW_TO_MAKE);
        }
    }

    /** @throws IOException what is wrong with the file and how to make a public key of a private one */
    static PublicKey readPublic(Path file) throws IOException {
        byte[] der = der(file, "PUBLIC KEY", HOW_TO_PUBLISH);
        try {
            return publicKey(der);
        } catch (GeneralSecurityException e) {
            throw new IOException("\"" + file + "\" holds no Ed25519 public key; " + HOW_TO_PUBLISH);
        }
    }

    static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private static byte[] der(Path file, String label, String remedy) throws IOException {
        byte[] bytes = bytes(file, remedy);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN")) {
            return bytes;
        }
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new IOException("\"" + file + "\" is a damaged PEM file; " + remedy);
        }
        if (!pem.group(1).equals(label)) {
            throw new IOException("\"" + file + "\" holds " + pem.group(1) + ", not " + label + "; " + remedy);
        }
        return Base64.getMimeDecoder().decode(pem.group(2));
    }

    private static byte[] bytes(Path file, String remedy) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("\"" + file + "\" is a directory; name a file in it");
            }
            if (Files.size(file) > LARGEST) {
                throw new IOException("\"" + file + "\" is too large for a key; " + remedy);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("\"" + file + "\" does not exist; " + remedy, e);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IOException(
                    "\"" + file + "\" cannot be read by user " + System.getProperty("user.name")
                            + "; give that user read permission",
                    e);
        }
    }
}
