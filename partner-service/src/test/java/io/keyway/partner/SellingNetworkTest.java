package io.keyway.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Publisher;
import io.keyway.partner.Network.Member;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A vendor with a product and two policies, a distributor, and a reseller below that. */
abstract class SellingNetworkTest extends NetworkTest {

    @Autowired private Publisher bus;
    Member distributor;
    Member reseller;
    PublishedCatalog catalog;
    ProductId product;
    PolicyId yearly;
    PolicyId trial;

    @BeforeEach
    void createPartnersAndCatalog() {
        distributor = network.create(vendor.caller(), "distributor");
        reseller = network.create(distributor.caller(), "reseller");
        catalog = new PublishedCatalog(bus, vendor.id());
        product = catalog.product();
        yearly = catalog.yearly();
        trial = catalog.trial();
        await().untilAsserted(() -> assertThat(sold(vendor)).hasSize(2));
    }

    List<String> sold(Member member) {
        return network.api
                .get(member.caller(), "/api/v1/portfolio")
                .json()
                .findValuesAsString("policyId");
    }
}
