package io.keyway.order;

import io.keyway.kit.test.ApiPart;
import io.keyway.kit.test.KeywayTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@KeywayTest
class ApiDocumentTest {

    @Autowired private Environment environment;

    @Test
    void committedPartMatchesTheCode() throws IOException {
        ApiPart.requireCommitted(environment);
    }
}
