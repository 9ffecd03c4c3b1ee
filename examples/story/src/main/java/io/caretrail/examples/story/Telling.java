package io.caretrail.examples.story;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** What the programs of all stories do: tell one to a server, and write the client's ledger of it. */
public final class Telling {

    /** Sends one request after the other. */
    public interface Requests {
        void send(Workstation workstation) throws IOException, InterruptedException;
    }

    private Telling() {}

    /**
     * Tells a story, with one line on standard output for each request, and exits with 1 when the server surprises.
     *
     * @param args the server's base, and the file to write the ledger to
     */
    public static void main(String[] args, Requests story) throws InterruptedException {
        Workstation workstation = new Workstation(URI.create(args[0]), System.out);
        try {
            story.send(workstation);
            workstation.ledger().write(Path.of(args[1]));
        } catch (IOException e) {
            System.err.println("The story ended before its end, with " + args[0] + ": " + e);
            System.exit(1);
        }
        if (workstation.surprises() > 0) {
            System.err.println(workstation.surprises() + " answers were not what the story expects, see above");
            System.exit(1);
        }
    }
}
