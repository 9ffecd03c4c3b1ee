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
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.util.Base64;

/** The key that seals are signed with (Ed25519, RFC 8032). Thread-safe. */
public final class Signer {

    private static final String MADE_KEY = "seal.key";
    private static final String MADE_PUBLIC_KEY = "seal.pub";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final String keyId;
    private final boolean made;

    private Signer(PrivateKey privateKey, boolean made) throws GeneralSecurityException {
        this.privateKey = privateKey;
        this.publicKey = publicOf(privateKey);
        this.keyId = keyId(publicKey);
        this.made = made;
        byte[] probe = {1, 2, 3};
        if (!verifies(publicKey, probe, sign(probe))) {
            throw new GeneralSecurityException("the public key made of it does not fit");
        }
    }

    /**
     * Reads {@code seal.keyFile}: an Ed25519 private key, PKCS#8, PEM or DER.
     *
     * @throws IOException what is wrong with it and how to make one
     */
    public static Signer read(Path keyFile) throws IOException {
        try {
            return new Signer(KeyFile.readPrivate(keyFile), false);
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
            if (!Files.exists(file)) {
                make(folder, file);
            }
            return new Signer(KeyFile.readPrivate(file), true);
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "the key of the seals, \"" + file + "\", can be neither read nor made (" + e.getMessage()
                            + "); name one in seal.keyFile, or mend the folder",
                    e);
        }
    }

    private static void make(Path folder, Path file) throws IOException, GeneralSecurityException {
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
            return;
        } finally {
            Files.deleteIfExists(half);
        }
        Path published = Files.createTempFile(folder, MADE_PUBLIC_KEY, ".part");
        Files.writeString(published, KeyFile.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        Files.move(published, folder.resolve(MADE_PUBLIC_KEY), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A generator that draws the private key from us makes the public key that belongs to it (RFC 8032, 5.1.5). */
    private static PublicKey publicOf(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = key instanceof EdECPrivateKey ed ? ed.getBytes().orElse(null) : null;
        if (seed == null) {
            throw new GeneralSecurityException("it does not give the private key");
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(java.security.spec.NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
            }
        });
        return generator.generateKeyPair().getPublic();
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
            // Not for anything that is signed: the key was tried when it was read.
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
