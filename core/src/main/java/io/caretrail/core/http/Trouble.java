package io.caretrail.core.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says of a failed request why, and what to do, in words that quote nobody. */
final class Trouble {

    private Trouble() {}

    /** In words that end a sentence which names the collector. */
    static String reason(IOException failure) {
        if (find(failure, UnknownHostException.class) != null
                || find(failure, UnresolvedAddressException.class) != null) {
            return "its name is not known; correct `url` or the name server";
        }
        if (failure instanceof HttpConnectTimeoutException || isConnectTimeout(failure)) {
            return "nobody answers (connect timeout); look at the firewall between, or correct `url`";
        }
        if (failure instanceof HttpTimeoutException) {
            return failure.getMessage() + "; look at its load, or raise `timeout.request`";
        }
        SSLException tls = find(failure, SSLException.class);
        if (tls != null) {
            return tls(tls);
        }
        if (find(failure, NoRouteToHostException.class) != null) {
            return "there is no way to it; look at the network between";
        }
        if (find(failure, ConnectException.class) != null) {
            return "it refuses the connection; start it, or correct the port of `url`";
        }
        return broken(failure);
    }

    private static boolean isConnectTimeout(IOException failure) {
        return failure instanceof ConnectException
                && failure.getMessage() != null
                && failure.getMessage().toLowerCase(Locale.ROOT).contains("timed out");
    }

    private static String broken(IOException failure) {
        String words = words(failure);
        if (find(failure, ProtocolException.class) != null
                || words.contains("status line")
                || words.contains("invalid header")
                || words.contains("invalid status")) {
            return "what it answers is no HTTP; correct the port of `url`, or the scheme";
        }
        boolean closed = find(failure, EOFException.class) != null
                || find(failure, SocketException.class) != null
                || words.contains("reset")
                || words.contains("closed")
                || words.contains("broken pipe")
                || words.contains("received no bytes")
                || words.contains("fixed content-length")
                || words.contains("chunked transfer");
        if (closed) {
            return "it closed the connection before its answer was whole; look at its log";
        }
        if (words.contains(BoundedBody.TOO_LONG)) {
            return BoundedBody.TOO_LONG + "; check `url`";
        }
        // Java's words may quote the answer, and that the secrets it was asked with.
        return "the request failed (" + failure.getClass().getSimpleName() + "); look at its log";
    }

    private static String tls(SSLException failure) {
        String words = words(failure);
        if (words.contains("path building") || words.contains("path validation") || words.contains("trust anchor")) {
            return "its certificate is signed by nobody we trust, or has expired; put its authority into `tls.caFile`";
        }
        if (words.contains("subject alternative") || words.contains("no name matching")) {
            return "its certificate is for another name; write the name of the certificate in `url`";
        }
        if (words.contains("bad_certificate")
                || words.contains("certificate_required")
                || words.contains("certificate_unknown")
                || words.contains("unknown_ca")
                || words.contains("certificate_expired")) {
            return "it does not accept our certificate (" + alert(words)
                    + "); set `tls.keyStore` or `tls.keyFile` to one that it knows";
        }
        if (words.contains("not an ssl")
                || words.contains("plaintext")
                || words.contains("unsupported or unrecognized")) {
            return "it does not speak TLS there; correct the port or the scheme of `url`";
        }
        return "TLS failed (" + failure.getClass().getSimpleName()
                + "); look at its log, and whether it has TLS 1.2 or 1.3";
    }

    private static String alert(String words) {
        int end = words.length();
        int begin = words.lastIndexOf(' ', end - 1) + 1;
        String last = words.substring(begin, end).strip();
        return last.matches("[a-z_]{1,40}") ? last : "TLS alert";
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** All messages of the chain in lower case, to be looked through, never shown. */
    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            words.append(cause.getMessage()).append('\n');
            cause = cause.getCause();
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }
}
