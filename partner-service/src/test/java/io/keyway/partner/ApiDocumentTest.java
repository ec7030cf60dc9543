package io.keyway.partner;

import io.keyway.kit.test.ApiPart;
import io.keyway.kit.test.KeywayTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;

@KeywayTest
@ActiveProfiles("test")
class ApiDocumentTest {

    @Autowired private Environment environment;

    @Test
    void committedPartMatchesTheCode() throws IOException {
        ApiPart.requireCommitted(environment);
    }
}
