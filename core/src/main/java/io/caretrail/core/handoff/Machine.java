package io.caretrail.core.handoff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What the ring asks of the machine it runs on. */
interface Machine {

    Machine THIS = new Machine() {};

    /** Stands for the time since the machine went up, 48 bits; 0 when the system does not tell. */
    default long boot() {
        try {
            String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII);
            UUID boot = UUID.fromString(id.strip());
            return CheckedWord.mix(boot.getMostSignificantBits() ^ boot.getLeastSignificantBits()) >>> 16;
        } catch (IOException | IllegalArgumentException notLinux) {
            return 0;
        }
    }

    /** Puts every changed page on the disk. */
    default void force(MappedByteBuffer map) throws IOException {
        try {
            map.force();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
