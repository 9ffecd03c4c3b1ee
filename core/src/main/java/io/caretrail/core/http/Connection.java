package io.caretrail.core.http;

import io.caretrail.core.http.format.WireAnswer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * The HTTP client of one destination, with the keys and certificates it was opened with. Used by one thread at a time.
 *
 * <p>Nothing of it outlives {@link #close} for long: its threads are daemons without the application's context class
 * loader, and end within a second. The client's own selector thread ends at once on Java 21 and later, which can close a
 * client; before that when the collector of garbage has found the client, which nothing of ours then refers to.
 */
final class Connection implements Closeable {

    private static final int THREADS = 2;

    private final HttpSettings settings;
    private final byte[] fingerprint;
    private final HttpClient client;
    private boolean mayBeStale;

    private Connection(HttpSettings settings, byte[] fingerprint, HttpClient client) {
        this.settings = settings;
        this.fingerprint = fingerprint;
        this.client = client;
    }

    /**
     * Reads keys and certificates; connects to nobody.
     *
     * @throws IOException when one of the files cannot be used: names the key, the file and the remedy
     */
    static Connection open(HttpSettings settings) throws IOException {
        byte[] fingerprint = settings.tls().fingerprint();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Connection::thread);
        executor.allowCoreThreadTimeOut(true);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(executor)
                .version(version(settings))
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                // Never the JVM's proxies: the application may have put a selector of its own there.
                .proxy(settings.proxy() == null ? HttpClient.Builder.NO_PROXY : ProxySelector.of(settings.proxy()));
        if (settings.isEncrypted()) {
            builder.sslContext(settings.tls().context());
        }
        return new Connection(settings, fingerprint, withoutContext(builder));
    }

    /** The selector thread takes the context class loader of whoever builds the client: a war's, were it not for this. */
    private static HttpClient withoutContext(HttpClient.Builder builder) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return builder.build();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "caretrail-http-client", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        return thread;
    }

    /** Without TLS HTTP/2 begins with an Upgrade header, which many collectors do not understand: only when asked for. */
    private static HttpClient.Version version(HttpSettings settings) {
        HttpClient.Version given = settings.version();
        if (given != null) {
            return given;
        }
        return settings.isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
    }

    /** Whether keys or certificates have changed since. */
    boolean isOutdated() throws IOException {
        return !Arrays.equals(fingerprint, settings.tls().fingerprint());
    }

    /**
     * Sends a request and waits for the whole of its answer, for {@code timeout.request} at most. A connection that had
     * been kept open and was closed by the other side meanwhile is replaced once without a word.
     */
    WireAnswer exchange(HttpRequest.Builder request) throws IOException {
        Credentials proxy = settings.proxyCredentials();
        String authorization = proxy == null ? null : proxy.authorization(this::exchange);
        if (authorization != null) {
            request.setHeader("Proxy-Authorization", authorization);
        }
        HttpRequest built = request.build();
        try {
            return answer(built);
        } catch (IOException e) {
            boolean unreachable = e instanceof HttpTimeoutException
                    || e instanceof ConnectException
                    || e instanceof SSLException
                    || e instanceof InterruptedIOException;
            if (!mayBeStale || unreachable) {
                throw e;
            }
        }
        mayBeStale = false;
        return answer(built);
    }

    private WireAnswer answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(request, info -> new BoundedBody());
        try {
            HttpResponse<byte[]> response =
                    pending.get(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
            mayBeStale = true;
            return new WireAnswer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new HttpTimeoutException(
                    "no complete answer within " + settings.requestTimeout().toMillis() + " ms");
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken
                    ? broken
                    : new IOException("the HTTP client failed: " + e.getCause(), e);
        }
    }

    /**
     * The threads of the executor end by themselves: the client's selector, which may have to close a connection yet, would
     * stumble over an executor that takes nothing, and stay for ever.
     */
    @Override
    public void close() {
        try {
            // There since Java 21.
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (ReflectiveOperationException olderJava) {
            // The client ends when it is no longer referred to.
            return;
        }
    }
}
