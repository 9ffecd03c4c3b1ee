package io.caretrail.core.http;

import io.caretrail.core.http.format.WireAnswer;
import io.caretrail.core.http.format.WireRequest;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries a collector for the command {@code check}, without a record. */
final class HttpProbe {

    private HttpProbe() {}

    /**
     * Connects, authenticates and asks; credentials are got as for records.
     *
     * @return what was found out, and what was not
     * @throws IOException what is wrong, from the name to the answer, and what to do
     */
    static String check(HttpSettings settings) throws IOException {
        try (Caller caller = new Caller(settings, Connection.open(settings))) {
            WireRequest probe = settings.wire().probe();
            return probe == null ? connect(settings, caller) : ask(settings, caller, probe);
        }
    }

    private static String ask(HttpSettings settings, Caller caller, WireRequest probe) throws IOException {
        String wrong = settings.wire().readProbe(caller.call(probe));
        if (wrong != null) {
            throw new IOException(settings.collector() + ": " + wrong);
        }
        return "ready";
    }

    private static String connect(HttpSettings settings, Caller caller) throws IOException {
        WireAnswer answer = caller.call(new WireRequest("OPTIONS", "", Map.of(), new byte[0]));
        String wrong = refusal(answer);
        if (wrong != null) {
            throw new IOException(settings.collector() + ": " + wrong);
        }
        return "a server answers there (" + answer.status()
                + " to OPTIONS); whether it takes records shows with the first one";
    }

    /** A collector need not know OPTIONS; what it says of credentials counts. */
    private static @Nullable String refusal(WireAnswer answer) {
        return switch (answer.status()) {
            case 401, 403 -> "answered " + answer.status() + ": it does not accept the credentials; correct `auth`";
            case 502, 503, 504 -> "answered " + answer.status() + ": the trouble is on its side; look at its log";
            default -> null;
        };
    }
}
