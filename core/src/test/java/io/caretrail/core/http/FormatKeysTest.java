package io.caretrail.core.http;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that only some formats have. */
class FormatKeysTest extends WithCollector {

    FormatKeysTest(@TempDir Path folder) {
        super(folder, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format: splunk-hec | auth.tokenFile is missing; write a file that holds the token alone",
                "format: azure-logs-ingestion | azure.ruleId is no immutable id; write the one the rule's overview shows, dcr-…",
                "format: elasticsearch, elasticsearch: { index: Audit } | elasticsearch.index \"Audit\": is not the name of an"
                        + " index; use small letters, digits, - and .",
            })
    void keys_of_a_format_are_checked(String keys, String problem) {
        IOException refused = assertThrows(IOException.class, () -> open(keys.split(", (?=elastic)")));
        assertTrue(refused.getMessage().contains("settings[0].destinations.http." + problem), refused.getMessage());
    }
}
