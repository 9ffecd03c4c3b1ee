package io.caretrail.core.handoff;

import io.caretrail.core.file.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tries a state folder without touching what is there: a server may be working in it. */
public final class StateProbe {

    private static final Remedy REMEDY = new Remedy("set `state` to another folder", "free space there");

    private StateProbe() {}

    /**
     * Tries whether a server that runs as this user could work in a folder; makes nothing that stays.
     *
     * @param folder as configured
     * @param handOff size of the hand-off, in bytes
     * @return what was found out, in a few words
     * @throws IOException when it could not: names the folder, the reason and the remedy
     */
    public static String check(Path folder, long handOff) throws IOException {
        Path there = nearest(folder.toAbsolutePath());
        try {
            Files.delete(Files.createTempFile(there, ".caretrail-check", null));
        } catch (IOException e) {
            throw new IOException("state \"" + folder + "\": cannot be used: " + REMEDY.of(folder, there, e), e);
        }
        if (Files.exists(folder.resolve(StateFolder.RING))) {
            return "ready, and holds the hand-off of a server";
        }
        long room = Files.getFileStore(there).getUsableSpace();
        if (room < handOff) {
            throw new IOException("state \"" + folder + "\": has room for " + room + " bytes, and the hand-off takes "
                    + handOff + "; free space there, lower handOff.size, or set `state` to another folder");
        }
        return "ready";
    }

    private static Path nearest(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
