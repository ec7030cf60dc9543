package io.keyway.license;

import io.keyway.kit.test.ApiPart;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@LicenseServiceTest
class ApiDocumentTest {

    @Autowired private Environment environment;

    @Test
    void committedPartMatchesTheCode() throws IOException {
        ApiPart.requireCommitted(environment);
    }
}
