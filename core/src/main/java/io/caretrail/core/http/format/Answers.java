package io.caretrail.core.http.format;

/** What an answer means when nothing but its status tells; RFC 9110 section 15. */
public final class Answers {

    private Answers() {}

    /** The verdict by status alone, for any answer but a redirection; a success keeps everything. */
    public static Verdict byStatus(WireAnswer answer) {
        int status = answer.status();
        if (answer.isSuccess()) {
            return answer.isWebPage()
                    ? later(
                            status,
                            "with a web page, as no collector does; check the path of `url` and what is between")
                    : new Verdict.Kept();
        }
        return switch (status) {
            case 400, 422 -> new Verdict.Refused("answered " + status + ": it refuses what is sent", false);
            case 413 -> new Verdict.Refused("answered 413: too long for it", true);
            case 401 -> new Verdict.Denied("answered 401: it does not accept the credentials; correct `auth`");
            case 403 ->
                new Verdict.Denied(
                        "answered 403: the credentials are not allowed to write there; give them that right");
            case 404, 405, 410 -> later(status, "there is nothing to write to; correct the path of `url`");
            case 406, 411, 415 -> later(status, "it does not take this format; correct `format` or `compression`");
            case 407 -> later(status, "the proxy wants credentials; set `proxy.user` and `proxy.passwordFile`");
            case 408, 425, 429 -> later(status, "it asks to be sent less; this goes on by itself");
            default ->
                status >= 500
                        ? later(status, "the trouble is on its side; look at its log")
                        : later(status, "which is no answer of a collector; check `url`");
        };
    }

    /** The reason of the verdict by status; of a success that should have been another one, what is said here. */
    static String remedy(WireAnswer answer, String otherwise) {
        Verdict verdict = byStatus(answer);
        if (verdict instanceof Verdict.Later later) {
            return later.reason();
        }
        return verdict instanceof Verdict.Denied denied
                ? denied.reason()
                : "answered " + answer.status() + " " + otherwise;
    }

    private static Verdict later(int status, String remedy) {
        return new Verdict.Later("answered " + status + ": " + remedy, null);
    }
}
