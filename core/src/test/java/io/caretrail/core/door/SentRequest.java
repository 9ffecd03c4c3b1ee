package io.caretrail.core.door;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A request as a test wants it: a peer, headers in the order sent, and what the container knows. */
public final class SentRequest implements Request {

    private final String peer;
    private final List<String[]> headers = new ArrayList<>();
    private final Set<String> broken = new LinkedHashSet<>();
    private String user;
    private String authMethod;
    private String certificate;
    private String method = "GET";
    private String path = "/Patient";
    private String query;

    private SentRequest(String peer) {
        this.peer = peer;
    }

    public static SentRequest from(String peer) {
        return new SentRequest(peer);
    }

    public SentRequest with(String name, String value) {
        headers.add(new String[] {name, value});
        return this;
    }

    public SentRequest user(String name, String method) {
        user = name;
        authMethod = method;
        return this;
    }

    public SentRequest asking(String method, String path, String query) {
        this.method = method;
        this.path = path;
        this.query = query;
        return this;
    }

    public SentRequest certificate(String subject) {
        certificate = subject;
        return this;
    }

    /** What a container does that fails while reading an attribute. */
    public SentRequest throwing(String attribute) {
        broken.add(attribute);
        return this;
    }

    private <T> T read(String attribute, T value) {
        if (broken.contains(attribute)) {
            throw new IllegalStateException("the container cannot read " + attribute);
        }
        return value;
    }

    @Override
    public String method() {
        return read("method", method);
    }

    @Override
    public String scheme() {
        return read("scheme", "http");
    }

    @Override
    public String host() {
        return read("host", header("Host"));
    }

    @Override
    public int port() {
        return read("port", 8080);
    }

    @Override
    public String path() {
        return read("path", path);
    }

    @Override
    public String query() {
        return read("query", query);
    }

    @Override
    public String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public List<String> headers(String name) {
        return read(
                "headers",
                headers.stream()
                        .filter(header -> header[0].equalsIgnoreCase(name))
                        .map(header -> header[1])
                        .toList());
    }

    @Override
    public List<String> headerNames() {
        return read("headerNames", headers.stream().map(header -> header[0]).toList());
    }

    @Override
    public String peerAddress() {
        return read("peerAddress", peer);
    }

    @Override
    public String user() {
        return read("user", user);
    }

    @Override
    public String authMethod() {
        return read("authMethod", authMethod);
    }

    @Override
    public String clientCertificateSubject() {
        return read("certificate", certificate);
    }

    @Override
    public long contentLength() {
        return -1;
    }
}
