package io.caretrail.core.seal;

import io.caretrail.core.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The key that seals are signed with (Ed25519, RFC 8032). Thread-safe. */
public final class Signer {

    private static final String MADE_KEY = "seal.key";
    private static final String MADE_PUBLIC_KEY = "seal.pub";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final String keyId;
    private final boolean made;

    private Signer(KeyPair pair, boolean made) {
        this.privateKey = pair.getPrivate();
        this.publicKey = pair.getPublic();
        this.keyId = keyId(publicKey);
        this.made = made;
    }

    /**
     * Reads {@code seal.keyFile}: an Ed25519 private key, PKCS#8, PEM or DER.
     *
     * @throws IOException what is wrong with it and how to make one
     */
    public static Signer read(Path keyFile) throws IOException {
        try {
            return new Signer(pairOf(KeyFile.readPrivate(keyFile)), false);
        } catch (IOException e) {
            throw new IOException("seal.keyFile: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IOException("seal.keyFile: \"" + keyFile + "\" cannot be used by this Java (" + e.getMessage()
                    + "); " + KeyFile.HOW_TO_MAKE);
        }
    }

    /**
     * The key that Caretrail has made for itself in a folder, when none is configured; made when there is none yet, with
     * its public key beside it.
     *
     * @throws IOException when it can be neither read nor made: which file, why and what to do
     */
    public static Signer inFolder(Path folder) throws IOException {
        Path file = folder.resolve(MADE_KEY);
        try {
            KeyPair pair = Files.exists(file) ? null : make(folder, file);
            return new Signer(pair == null ? pairOf(KeyFile.readPrivate(file)) : pair, true);
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "the key of the seals, \"" + file + "\", can be neither read nor made (" + e.getMessage()
                            + "); name one in seal.keyFile, or mend the folder",
                    e);
        }
    }

    /** Null when another one is there by now. */
    private static @Nullable KeyPair make(Path folder, Path file) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path half = Files.createTempFile(folder, MADE_KEY, ".part", OwnerOnly.file(folder));
        try {
            Files.writeString(
                    half,
                    KeyFile.pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(half, file);
        } catch (FileAlreadyExistsException someoneWasFaster) {
            return null;
        } finally {
            Files.deleteIfExists(half);
        }
        Path published = Files.createTempFile(folder, MADE_PUBLIC_KEY, ".part");
        Files.writeString(published, KeyFile.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        Files.move(published, folder.resolve(MADE_PUBLIC_KEY), StandardCopyOption.REPLACE_EXISTING);
        return pair;
    }

    /** A generator that draws the private key from us makes the public key that belongs to it (RFC 8032, 5.1.5). */
    private static KeyPair pairOf(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = seed(key);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
            }
        });
        KeyPair pair = generator.generateKeyPair();
        if (!MessageDigest.isEqual(seed, seed(pair.getPrivate()))) {
            throw new GeneralSecurityException("its public key cannot be made of it");
        }
        return pair;
    }

    private static byte[] seed(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = key instanceof EdECPrivateKey ed ? ed.getBytes().orElse(null) : null;
        if (seed == null) {
            throw new GeneralSecurityException("it does not give the private key");
        }
        return seed;
    }

    /** SHA-256 of the public key (SubjectPublicKeyInfo, DER), 64 hex digits. */
    public String keyId() {
        return keyId;
    }

    /** Whether Caretrail has made the key for itself: whoever can write to the trail may then be able to read it. */
    public boolean isMade() {
        return made;
    }

    /** The public key (SubjectPublicKeyInfo, DER) in base64. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(publicKey.getEncoded());
    }

    /** In base64. */
    String sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            // Not for anything that is signed: this Java has made the key, or its public half.
            throw new IllegalStateException("the key of the seals has stopped working", e);
        }
    }

    static String keyId(PublicKey key) {
        return Hash.of(key.getEncoded());
    }

    static boolean verifies(PublicKey key, byte[] text, String signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text);
            byte[] decoded = Base64.getDecoder().decode(signature);
            // The last digits of base64 have bits that mean nothing; there is one way to write a signature.
            return Base64.getEncoder().encodeToString(decoded).equals(signature) && verifier.verify(decoded);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
