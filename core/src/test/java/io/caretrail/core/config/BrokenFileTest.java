package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the contract's sample, it loads or is refused with words; nothing else is thrown. */
class BrokenFileTest {

    private final ConfigurationFolder here;
    private final byte[] sample;

    BrokenFileTest(@TempDir Path folder) throws Exception {
        this.here = new ConfigurationFolder(folder);
        try (InputStream in = getClass().getResourceAsStream("contract.yaml")) {
            this.sample = in.readAllBytes();
        }
    }

    private void loadsOrIsRefused(byte[] bytes) throws Exception {
        Files.write(here.folder.resolve("caretrail.yaml"), bytes);
        try {
            here.load();
        } catch (ConfigurationException refused) {
            assertFalse(refused.problems().isEmpty());
        }
    }

    @Test
    void half_written_file_loads_or_is_refused() throws Exception {
        for (int length = 0; length < sample.length; length += 37) {
            loadsOrIsRefused(Arrays.copyOf(sample, length));
        }
    }

    @Test
    void damaged_file_loads_or_is_refused() throws Exception {
        Random random = new Random(7);
        byte[] hostile = "{}[]:-*&!|>'\"%@`#,? \n\t\0\u007f$<~".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int round = 0; round < 150; round++) {
            byte[] damaged = sample.clone();
            for (int change = 0; change <= round % 5; change++) {
                damaged[random.nextInt(damaged.length)] = hostile[random.nextInt(hostile.length)];
            }
            loadsOrIsRefused(damaged);
        }
    }
}
