package io.keyway.partner;

import io.keyway.kit.test.Callers;
import io.keyway.partner.Network.Member;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;

/** What the tests of the API share: a vendor of its own for each test. */
@ActiveProfiles("test")
abstract class NetworkTest {

    @Autowired Environment environment;
    Network network;
    Member vendor;

    @BeforeEach
    void createVendor() {
        network = new Network(environment);
        vendor = network.create(Callers.operator(), "vendor");
    }
}
