package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A server's key and a client's, made by keytool; each trusts the other's certificate. Immutable. */
record TlsKeys(Path server, Path client) {

    static final String CLIENT = "CN=workstation,O=Hospital";

    private static final String PASSWORD = "changeit";

    /** Makes both in a folder. */
    static TlsKeys make(Jdk jdk, Path folder) throws IOException {
        Files.createDirectories(folder);
        TlsKeys keys = new TlsKeys(folder.resolve("server.p12"), folder.resolve("client.p12"));
        keytool(jdk, keys.server, "-genkeypair", "-alias", "own", "-keyalg", "EC", "-dname", "CN=localhost");
        keytool(jdk, keys.client, "-genkeypair", "-alias", "own", "-keyalg", "EC", "-dname", CLIENT);
        exchange(jdk, keys.server, keys.client, folder.resolve("server.cer"));
        exchange(jdk, keys.client, keys.server, folder.resolve("client.cer"));
        return keys;
    }

    private static void exchange(Jdk jdk, Path from, Path to, Path certificate) throws IOException {
        keytool(jdk, from, "-exportcert", "-alias", "own", "-file", certificate.toString());
        keytool(jdk, to, "-importcert", "-noprompt", "-alias", "peer", "-file", certificate.toString());
    }

    private static void keytool(Jdk jdk, Path store, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(jdk.home().resolve("bin/keytool").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making keys", e);
        }
    }

    /** A connector that asks for a certificate and does without, as it stands in server.xml. */
    String connector() {
        return """
                <Connector port="0" SSLEnabled="true">
                  <SSLHostConfig certificateVerification="optional" truststoreFile="%1$s" truststorePassword="%2$s">
                    <Certificate certificateKeystoreFile="%1$s" certificateKeystorePassword="%2$s" certificateKeyAlias="own"/>
                  </SSLHostConfig>
                </Connector>
                """.formatted(server, PASSWORD);
    }

    /** Sockets of a client that shows its certificate, or has none. */
    SSLSocketFactory sockets(boolean showing) throws IOException {
        try (InputStream in = Files.newInputStream(client)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            @Nullable KeyManagerFactory own = null;
            if (showing) {
                own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                own.init(store, PASSWORD.toCharArray());
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : own.getKeyManagers(), trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS from " + client, e);
        }
    }
}
