package io.caretrail.core.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM (RFC 7468). */
final class Pem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END", Pattern.DOTALL);

    private Pem() {}

    /** All certificates of a file, at least one. */
    static List<Certificate> certificates(SecretFile file) throws IOException {
        try {
            List<Certificate> certificates = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(file.bytes())));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException broken) {
            throw new IOException(file + " holds no certificate; write one as PEM", broken);
        }
        throw new IOException(file + " holds no certificate; write one as PEM");
    }

    /** The first private key of a file. */
    static PrivateKey privateKey(SecretFile file) throws IOException {
        Matcher pem = KEY.matcher(new String(file.bytes(), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IOException(file + " holds no private key; write it as PEM");
        }
        if (!pem.group(1).isEmpty()) {
            throw new IOException(
                    file + " holds a key of the kind \"" + pem.group(1).strip()
                            + "\"; convert it with openssl pkcs8 -topk8 -nocrypt, or use tls.keyStore for an encrypted one");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException broken) {
            throw new IOException(file + " holds a broken private key; write it anew");
        }
        IOException wrong = new IOException(file + " holds a key that is none of RSA, EC and EdDSA; use one of these");
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException another) {
                wrong.addSuppressed(another);
            } catch (GeneralSecurityException missing) {
                throw new IOException(algorithm + " keys are not known to this Java", missing);
            }
        }
        throw wrong;
    }
}
