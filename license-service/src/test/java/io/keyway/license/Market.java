package io.keyway.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyway.contracts.Money;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.event.CustomerEvent.CustomerCreated;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.GrantEvent.Grant;
import io.keyway.contracts.event.GrantEvent.GrantsReplaced;
import io.keyway.contracts.event.GrantEvent.GrantsState;
import io.keyway.contracts.event.OrderEvent.Fulfillment;
import io.keyway.contracts.event.OrderEvent.LicenseManager;
import io.keyway.contracts.event.OrderEvent.Line;
import io.keyway.contracts.event.OrderEvent.ManagerGrant;
import io.keyway.contracts.event.OrderEvent.OrderPlaced;
import io.keyway.contracts.event.OrderEvent.OrderState;
import io.keyway.contracts.event.OrderEvent.OrderStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerCreated;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.store.Publisher;
import io.keyway.kit.store.ReplicaBehindException;
import io.keyway.kit.test.Api;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.EventPublisher;
import io.keyway.license.network.Network;
import io.keyway.license.orders.ReceivedOrders;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/**
 * A vendor with a distributor and a reseller, published to license-service over the bus as the
 * other services would; each test has a market of its own.
 */
public final class Market {

    private static final AtomicLong SEQUENCE = new AtomicLong();

    public final PartnerId vendorId = PartnerId.next();
    public final PartnerId distributorId = PartnerId.next();
    public final PartnerId resellerId = PartnerId.next();
    public final Caller vendor = Callers.partner(vendorId);
    public final Caller distributor =
            Callers.partner(Permission.ofDistributor(), vendorId, distributorId);
    public final Caller reseller =
            Callers.partner(Permission.ofReseller(), vendorId, distributorId, resellerId);
    public final Api api;
    private final EventPublisher publisher;
    private final Network network;
    private final ReceivedOrders orders;

    /** Opens markets; each test takes its own. */
    public static final class Markets {

        private final Environment environment;
        private final Publisher publisher;
        private final Network network;
        private final ReceivedOrders orders;

        private final MeterRegistry metrics;

        Markets(
                Environment environment,
                Publisher publisher,
                Network network,
                ReceivedOrders orders,
                MeterRegistry metrics) {
            this.environment = environment;
            this.publisher = publisher;
            this.network = network;
            this.orders = orders;
            this.metrics = metrics;
        }

        /** As soon as the service keeps keys in memory: what a cache gets wrong must show. */
        public Market open() {
            eventually(
                    () ->
                            assertThat(metrics.get("keyway.validation.listening").gauge().value())
                                    .isEqualTo(1));
            return new Market(new Api(environment), new EventPublisher(publisher), network, orders);
        }
    }

    private Market(Api api, EventPublisher publisher, Network network, ReceivedOrders orders) {
        this.api = api;
        this.publisher = publisher;
        this.network = network;
        this.orders = orders;
        partner(PartnerType.VENDOR, 0, vendorId);
        partner(PartnerType.DISTRIBUTOR, 10, vendorId, distributorId);
        partner(PartnerType.RESELLER, 10, vendorId, distributorId, resellerId);
    }

    public void partner(PartnerType type, int unpaidLimit, PartnerId... path) {
        partner(type, unpaidLimit, null, path);
    }

    public void partner(PartnerType type, int unpaidLimit, Integer trialLimit, PartnerId... path) {
        PartnerId id = path[path.length - 1];
        publish(
                id.value(),
                new PartnerCreated(
                        new PartnerState(
                                id,
                                type,
                                null,
                                List.of(path),
                                type + " " + id,
                                PartnerStatus.ACTIVE,
                                true,
                                type == PartnerType.RESELLER
                                        ? Permission.ofReseller()
                                        : Permission.ofVendor(),
                                "EUR",
                                null,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                unpaidLimit,
                                trialLimit)));
        eventually(
                () ->
                        assertThat(
                                        network.partner(id)
                                                .filter(
                                                        partner ->
                                                                partner.unpaidLicenseLimit()
                                                                                == unpaidLimit
                                                                        && Objects.equals(
                                                                                partner
                                                                                        .trialLicenseLimit(),
                                                                                trialLimit)))
                                .isPresent());
    }

    public ProductId product() {
        return product(Map.of());
    }

    public ProductId product(Map<String, Object> more) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "code",
                                "p-" + SEQUENCE.incrementAndGet(),
                                "name",
                                "Sketcher",
                                "kind",
                                "product"));
        body.putAll(more);
        return new ProductId(created(api.post(vendor, "/api/v1/products", body)));
    }

    public PolicyId policy(ProductId product) {
        return policy(product, Map.of());
    }

    public PolicyId policy(ProductId product, Map<String, Object> more) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "productId",
                                product.value(),
                                "name",
                                "Standard",
                                "type",
                                "perpetual",
                                "price",
                                Map.of("amount", 10000, "currency", "EUR")));
        body.putAll(more);
        return new PolicyId(created(api.post(vendor, "/api/v1/policies", body)));
    }

    public void grant(PartnerId partner, List<PartnerId> path, Grant... grants) {
        GrantsState state = new GrantsState(partner, path, List.of(grants));
        publish(partner.value(), new GrantsReplaced(state));
        eventually(
                () ->
                        assertThat(network.grantsAlong(List.of(partner)).get(partner))
                                .isEqualTo(state));
    }

    /** The product goes down to the reseller, all its policies, without a maximum. */
    public void grantToAll(ProductId product) {
        grantToAll(product, null);
    }

    public void grantToAll(ProductId product, Long resellerMax) {
        grant(distributorId, distributor.path(), new Grant(product, null, null, null));
        grant(resellerId, reseller.path(), new Grant(product, null, resellerMax, null));
    }

    public CustomerId customer() {
        return customer(reseller.path());
    }

    public CustomerId customer(List<PartnerId> path) {
        CustomerId id = CustomerId.next();
        customer(id, path);
        return id;
    }

    public void customer(CustomerId id, List<PartnerId> path) {
        CustomerState state =
                new CustomerState(
                        id, path.getLast(), path, "ann@example.com", "Ann Example", null, true);
        publish(id.value(), new CustomerCreated(state));
        eventually(() -> assertThat(network.customer(id)).contains(state));
    }

    public OrderState onDemand(
            ProductId product, PolicyId policy, long quantity, LicenseManager... managers) {
        return order(Fulfillment.ON_DEMAND, null, product, policy, quantity, managers);
    }

    public LicenseManager manager(
            PartnerId partner, List<PartnerId> path, ProductId product, Long max) {
        return new LicenseManager(partner, path, List.of(new ManagerGrant(product, null, max)));
    }

    public OrderState order(
            Fulfillment fulfillment,
            CustomerId customer,
            ProductId product,
            PolicyId policy,
            long quantity,
            LicenseManager... managers) {
        OrderState order = draft(fulfillment, customer, product, policy, quantity, managers);
        publish(order.id().value(), new OrderPlaced(order));
        eventually(() -> assertThat(orders.order(order.id())).isPresent());
        return order;
    }

    public OrderState draft(
            Fulfillment fulfillment,
            CustomerId customer,
            ProductId product,
            PolicyId policy,
            long quantity,
            LicenseManager... managers) {
        Money price = new Money(10000, "EUR");
        return new OrderState(
                OrderId.next(),
                1,
                distributorId,
                distributor.path(),
                customer,
                fulfillment,
                OrderStatus.PENDING,
                List.of(
                        Line.ordered(
                                LineId.next(),
                                product,
                                policy,
                                quantity,
                                price,
                                price.times(quantity),
                                BigDecimal.ZERO,
                                Instant.now(),
                                null,
                                null)),
                List.of(managers),
                Instant.now(),
                null,
                null);
    }

    /** Over the bus, as another service's relay would. */
    public void publish(String subject, DomainEvent event) {
        publish(subject, event, SEQUENCE.incrementAndGet());
    }

    public void publish(String subject, DomainEvent event, long sequence) {
        publisher.publish(subject, event, sequence);
    }

    public Api.Answer issue(
            Caller caller, ProductId product, PolicyId policy, CustomerId customer, int quantity) {
        return issue(caller, product, policy, customer, quantity, Map.of());
    }

    public Api.Answer issue(
            Caller caller,
            ProductId product,
            PolicyId policy,
            CustomerId customer,
            int quantity,
            Map<String, Object> more) {
        return api.post(
                caller, "/api/v1/licenses", toIssue(product, policy, customer, quantity, more));
    }

    public static Map<String, Object> toIssue(
            ProductId product,
            PolicyId policy,
            CustomerId customer,
            int quantity,
            Map<String, Object> more) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "productId", product.value(),
                                "policyId", policy.value(),
                                "customerId", customer.value(),
                                "quantity", quantity,
                                "class", "primary"));
        body.putAll(more);
        return body;
    }

    /** Issues, and expects to be allowed to. */
    public List<JsonNode> issued(
            Caller caller,
            ProductId product,
            PolicyId policy,
            CustomerId customer,
            int quantity,
            Map<String, Object> more) {
        Api.Answer answer = issue(caller, product, policy, customer, quantity, more);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        List<JsonNode> items = new ArrayList<>();
        answer.json().get("items").forEach(items::add);
        return items;
    }

    /** The verdict on a key for an anonymous caller. */
    public String verdict(String key, Map<String, Object> scope) {
        Api.Answer answer =
                api.post(
                        Caller.anonymous(),
                        "/api/v1/licenses/validate",
                        Map.of("key", key, "scope", scope));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("code").asString();
    }

    public List<JsonNode> licenses(Caller caller, String query) {
        Api.Answer answer = api.get(caller, "/api/v1/licenses?limit=200&" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        answer.json().get("items").forEach(items::add);
        return items;
    }

    public static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .pollInterval(java.time.Duration.ofMillis(50))
                // Thrown for missing data while not all events are consumed.
                .ignoreExceptionsInstanceOf(ReplicaBehindException.class)
                .untilAsserted(assertion);
    }

    private static String created(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asString();
    }
}
