package io.caretrail.core.http;

import io.caretrail.core.config.DestinationSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The files of TLS: whom to trust, and the own key. Immutable; the files may change. */
record TlsFiles(
        @Nullable SecretFile caFile,
        @Nullable SecretFile trustStore,
        @Nullable SecretFile trustStorePassword,
        @Nullable SecretFile keyStore,
        @Nullable SecretFile keyStorePassword,
        @Nullable SecretFile certFile,
        @Nullable SecretFile keyFile) {

    static TlsFiles of(DestinationSettings settings) {
        return new TlsFiles(
                file(settings, "tls.caFile"),
                file(settings, "tls.trustStore"),
                file(settings, "tls.trustStorePasswordFile"),
                file(settings, "tls.keyStore"),
                file(settings, "tls.keyStorePasswordFile"),
                file(settings, "tls.certFile"),
                file(settings, "tls.keyFile"));
    }

    private static @Nullable SecretFile file(DestinationSettings settings, String name) {
        Path path = settings.find(name, Path.class);
        return path == null ? null : new SecretFile(settings.key() + "." + name, path);
    }

    /** Changes when the content of any of the files does. */
    byte[] fingerprint() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SecretFile file : all()) {
                byte[] bytes = file.bytes();
                digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) ':');
                digest.update(bytes);
            }
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256 is in every Java", impossible);
        }
    }

    private List<SecretFile> all() {
        return Stream.of(caFile, trustStore, trustStorePassword, keyStore, keyStorePassword, certFile, keyFile)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Never the JVM's default context: the application may have put one there that trusts everybody. */
    SSLContext context() throws IOException {
        TrustManager[] trust = trust();
        KeyManager[] keys = keys();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "TLS cannot be set up (" + e.getMessage() + "); look at the JVM's security settings", e);
        }
    }

    /** Null for Java's own. */
    private TrustManager @Nullable [] trust() throws IOException {
        SecretFile source = caFile != null ? caFile : trustStore;
        if (source == null) {
            return null;
        }
        try {
            KeyStore store = trustStore != null ? store(trustStore, trustStorePassword) : empty();
            if (caFile != null) {
                int number = 0;
                for (Certificate certificate : Pem.certificates(caFile)) {
                    store.setCertificateEntry("ca-" + number++, certificate);
                }
            }
            if (store.size() == 0) {
                throw new IOException(source + " holds no certificate; put the collector's authority into it");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(source + " cannot be used; write certificates as PEM into tls.caFile", e);
        }
    }

    /** Null for none. */
    private KeyManager @Nullable [] keys() throws IOException {
        SecretFile source = keyStore != null ? keyStore : keyFile;
        if (source == null) {
            return null;
        }
        try {
            char[] password = password(keyStorePassword);
            KeyStore store;
            if (keyStore != null) {
                store = store(keyStore, keyStorePassword);
            } else {
                store = empty();
                List<Certificate> chain = new ArrayList<>(Pem.certificates(Objects.requireNonNull(certFile)));
                store.setKeyEntry("key", Pem.privateKey(source), password, chain.toArray(Certificate[]::new));
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    source + " cannot be used as a key (" + e.getClass().getSimpleName()
                            + "); make sure that the key has the store's password and fits its certificate",
                    e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** PKCS#12 or JKS: Java's own key store of either type reads both. */
    private static KeyStore store(SecretFile file, @Nullable SecretFile password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] secret = password(password);
        byte[] bytes = file.bytes();
        try {
            store.load(new ByteArrayInputStream(bytes), secret);
            return store;
        } catch (IOException wrong) {
            throw new IOException(
                    file + " cannot be opened; make it PKCS#12 or JKS and correct its password file", wrong);
        }
    }

    private static char[] password(@Nullable SecretFile password) throws IOException {
        return password == null ? new char[0] : password.text().toCharArray();
    }
}
