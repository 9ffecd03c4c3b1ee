package io.caretrail.starter.probe;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.web.servlet.MockMvc;

/** An application's own tests, without a server: they run as before and leave no records. */
@SpringBootTest(
        properties = {
            "caretrail.service=fhir",
            "caretrail.settings[0].destinations.file.path=target/mock-environment.ndjson"
        })
@AutoConfigureMockMvc
class MockEnvironmentTest {

    @Autowired
    private MockMvc mvc;

    @Test
    void mock_requests_are_answered_and_nothing_is_written() throws Exception {
        mvc.perform(get("/fhir/Patient/1").with(httpBasic("nurse", "florence"))).andExpect(status().isOk());
        mvc.perform(get("/fhir/Patient/1").with(httpBasic("nurse", "wrong"))).andExpect(status().isUnauthorized());
        assertFalse(Files.exists(Path.of("target/mock-environment.ndjson")));
    }
}
