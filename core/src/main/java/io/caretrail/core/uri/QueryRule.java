package io.caretrail.core.uri;

import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** What becomes of a query: the modes of {@code uri.query}. Implementations are immutable and thread-safe. */
sealed interface QueryRule {

    /**
     * A record holds no more (contract, Records), so that rewriting stops past it and the encoder, which then has to cut
     * the uri, says so in {@code truncated}.
     */
    int ENOUGH = 16 * 1024;

    static QueryRule of(String mode, @Nullable SecretKey hashKey) {
        return switch (mode) {
            case "keep" -> new Keep();
            case "names" -> new Names();
            case "hash" -> {
                if (hashKey == null) {
                    throw new IllegalArgumentException("uri.query \"hash\": needs a key; set uri.hashKeyFile");
                }
                yield new Hash(new QueryHash(hashKey));
            }
            case "drop" -> new Drop();
            default ->
                throw new IllegalArgumentException(
                        "uri.query \"" + mode + "\": unknown mode; use keep, names, hash or drop");
        };
    }

    /** Appends what may be seen of a query or fragment, its delimiter ({@code ?} or {@code #}) included, if anything. */
    void append(char delimiter, String text, int from, boolean outsideFhir, StringBuilder out);

    /** Whether values may be seen. */
    default boolean showsValues() {
        return false;
    }

    /** As sent, credentials masked. */
    record Keep() implements QueryRule {
        @Override
        public void append(char delimiter, String text, int from, boolean outsideFhir, StringBuilder out) {
            out.append(delimiter);
            CredentialMask.copy(text, from, text.length(), CredentialMask.Part.QUERY, outsideFhir, out);
        }

        @Override
        public boolean showsValues() {
            return true;
        }
    }

    /** The names of the parameters. */
    record Names() implements QueryRule {
        @Override
        public void append(char delimiter, String text, int from, boolean outsideFhir, StringBuilder out) {
            out.append(delimiter);
            Parameters.rewrite(text, from, out, (name, value) -> Credentials.MASK);
        }
    }

    /** The names of the parameters and the hashes of their values. */
    record Hash(QueryHash hash) implements QueryRule {
        @Override
        public void append(char delimiter, String text, int from, boolean outsideFhir, StringBuilder out) {
            out.append(delimiter);
            Parameters.rewrite(
                    text,
                    from,
                    out,
                    (name, value) -> CredentialName.in(name, 0, name.length(), outsideFhir)
                            ? Credentials.MASK
                            : hash.ofEncoded(value));
        }
    }

    /** Nothing. */
    record Drop() implements QueryRule {
        @Override
        public void append(char delimiter, String text, int from, boolean outsideFhir, StringBuilder out) {
            // What is dropped leaves no trace, not even that it was there.
        }
    }
}
