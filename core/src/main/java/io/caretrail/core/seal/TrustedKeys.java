package io.caretrail.core.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The public keys that signatures are checked with: those given, or else those that the seals themselves state. */
final class TrustedKeys {

    private final Map<String, PublicKey> keys = new LinkedHashMap<>();
    private final boolean given;

    /** @throws IOException which file is no public key, and how to make one */
    TrustedKeys(List<Path> files) throws IOException {
        given = !files.isEmpty();
        for (Path file : files) {
            PublicKey key = KeyFile.readPublic(file);
            keys.put(Signer.keyId(key), key);
        }
    }

    /** What is wrong with the key or the signature; null when nothing is. */
    @Nullable
    String problem(Checkpoint checkpoint) {
        String wrongKey = keyProblem(checkpoint);
        if (wrongKey != null) {
            return wrongKey;
        }
        byte[] text = checkpoint.signedText().getBytes(StandardCharsets.UTF_8);
        PublicKey key = Objects.requireNonNull(keys.get(checkpoint.key()));
        return Signer.verifies(key, text, checkpoint.signature()) ? null : "its signature does not fit";
    }

    /** What is wrong with the key it names; null when nothing is. */
    @Nullable
    String keyProblem(Checkpoint checkpoint) {
        String stated = checkpoint.publicKey();
        if (stated != null && !states(checkpoint.key(), stated)) {
            return "states a public key that is not the one it names";
        }
        if (keys.containsKey(checkpoint.key())) {
            return null;
        }
        return "is signed with the key " + checkpoint.key()
                + (given
                        ? ", not with a key that was given: if it is an older or newer key of"
                                + " yours, give its public key too, else someone else made this seal"
                        : ", which no checkpoint before it states");
    }

    private boolean states(String id, String publicKey) {
        try {
            byte[] der = Base64.getDecoder().decode(publicKey);
            if (!Hash.of(der).equals(id)) {
                return false;
            }
            if (!given) {
                keys.put(id, KeyFile.publicKey(der));
            }
            return true;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return false;
        }
    }
}
