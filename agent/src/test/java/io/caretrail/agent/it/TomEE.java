package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Path;

/**
 * TomEE with the configuration of its web profile: a Tomcat, changed in places, that brings the rest of Jakarta EE.
 *
 * @param version as it names itself
 * @param tomcat what is inside, and stands for what is the same
 */
record TomEE(String version, Tomcat tomcat) implements Server {

    /** Its Tomcats (9.0.68, 10.0.27) are from before a body that makes no sense was the client's fault to them. */
    private static final Differences DIFFERENCES =
            Differences.NONE.answering(500, "abort-upload-half-close", "bad-chunk-size");

    /** The one with {@code javax.servlet} or the one with {@code jakarta.servlet}. */
    static TomEE unpacked(boolean jakarta) {
        String version = Unpacked.property(jakarta ? "caretrail.tomee-jakarta" : "caretrail.tomee-javax");
        Path home = Unpacked.home("tomee-" + version + "/apache-tomee-webprofile-" + version, "bin/catalina.sh");
        return new TomEE(version, new Tomcat(jakarta ? "10.0" : "9.0", home));
    }

    @Override
    public boolean jakarta() {
        return tomcat.jakarta();
    }

    @Override
    public void prepare(Path base) throws IOException {
        tomcat.prepare(base);
    }

    @Override
    public Path place(Path base, String name) {
        return tomcat.place(base, name);
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) {
        return tomcat.command(jdk, base, options);
    }

    @Override
    public boolean hasStarted(String output) {
        return tomcat.hasStarted(output);
    }

    @Override
    public int port(String output) throws IOException {
        return tomcat.port(output);
    }

    @Override
    public Differences differences() {
        return DIFFERENCES;
    }

    @Override
    public Sight filterSight() {
        return tomcat.filterSight().seeing("bad-utf8");
    }

    @Override
    public String toString() {
        return "TomEE " + version;
    }
}
