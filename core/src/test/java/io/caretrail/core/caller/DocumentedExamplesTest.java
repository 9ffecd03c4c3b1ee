package io.caretrail.core.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.door.SentRequest;
import io.caretrail.core.record.Identity;
import io.caretrail.core.uri.AuditUri;
import io.caretrail.core.uri.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The tables of the documentation are true. */
class DocumentedExamplesTest {

    private static final Origin ORIGIN = new Origin("https", "fhir.example", 443, false);

    @Test
    void client_addresses_are_as_documented() throws IOException {
        ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8"));
        for (String[] row : rows("client-address.md", 5)) {
            SentRequest request = SentRequest.from(row[0]);
            if (row[1] != null) {
                request.with("Forwarded", row[1]);
            }
            if (row[2] != null) {
                request.with("X-Forwarded-For", row[2]);
            }
            Client client = addresses.client(request);
            assertEquals(Arrays.asList(row[3], row[4]), Arrays.asList(client.address(), client.peer()));
        }
    }

    @Test
    void identities_are_as_documented() throws IOException {
        Identities identities = new Identities(List.of("sub"));
        for (String[] row : rows("identity.md", 8)) {
            SentRequest request = SentRequest.from("192.0.2.1");
            if (row[0] != null) {
                request.with("Authorization", row[0]);
            }
            Identity started = identities.started(request);
            Identity identity = identities.completed(started, Integer.parseInt(row[1]), row[2], row[3]);
            assertEquals(
                    Arrays.asList(row[4], row[5], flag(row[6]), flag(row[7])),
                    Arrays.asList(
                            identity.user(),
                            identity.authMethod(),
                            identity.authenticated(),
                            identity.claimsVerified()));
        }
    }

    @Test
    void uris_are_as_documented() throws IOException {
        SecretKeySpec key =
                new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
        for (String[] row : rows("uri.md", 2)) {
            boolean isMode = List.of("keep", "names", "hash", "drop").contains(row[0]);
            AuditUri uris =
                    isMode ? new AuditUri(row[0], row[0].equals("hash") ? key : null) : new AuditUri("keep", null);
            String target = isMode ? "/Patient?family:exact=Smith&birthdate=1970-01-01" : row[0];
            assertEquals(row[1], uris.of(ORIGIN, "GET", target, null, isMode));
        }
    }

    private static Boolean flag(String cell) {
        return cell == null ? null : Boolean.valueOf(cell);
    }

    /** The rows of a page's tables, without heads: a dash is null, quotation marks of code are gone. */
    private static List<String[]> rows(String page, int columns) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", page));
        List<String[]> rows = lines.stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("| ---"))
                .filter(line -> lines.size() == lines.indexOf(line) + 1
                        || !lines.get(lines.indexOf(line) + 1).startsWith("| ---"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(cell -> cell.strip().replace("`", ""))
                        .map(cell -> cell.equals("-") ? null : cell)
                        .toArray(String[]::new))
                .toList();
        assertTrue(rows.size() > 3 && rows.stream().allMatch(row -> row.length == columns), page);
        return rows;
    }
}
