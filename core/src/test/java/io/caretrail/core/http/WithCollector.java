package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A collector that answers as it is told, and destinations that send to it. */
abstract class WithCollector {

    @RegisterExtension
    static WireMockExtension collector = WireMockExtension.newInstance()
            .options(options().dynamicPort().gzipDisabled(true))
            .build();

    final Collecting collecting;
    private final String path;

    /**
     * For one test.
     *
     * @param path what stands behind the collector's address in {@code url}
     */
    WithCollector(Path folder, String path) {
        collecting = new Collecting(folder);
        this.path = path;
    }

    Destination open(String... keys) throws IOException {
        return collecting.open("url: " + collector.baseUrl() + path, String.join("\n", keys));
    }

    static UndeliveredException undelivered(Destination destination, List<ByteBuffer> records) {
        return assertThrows(UndeliveredException.class, () -> destination.write(records));
    }

    static List<LoggedRequest> sent() {
        return collector.findAll(postRequestedFor(anyUrl()));
    }

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    static void answer(int status) {
        collector.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    }

    static void answer(int status, String body) {
        collector.stubFor(any(anyUrl()).willReturn(json(status, body)));
    }
}
