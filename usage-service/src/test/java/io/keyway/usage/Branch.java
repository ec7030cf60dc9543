package io.keyway.usage;

import io.keyway.contracts.ContractJson;
import io.keyway.contracts.Money;
import io.keyway.contracts.Sha256;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.event.CatalogEvent;
import io.keyway.contracts.event.CatalogEvent.PlanPrices;
import io.keyway.contracts.event.CatalogEvent.PlanState;
import io.keyway.contracts.event.CustomerEvent;
import io.keyway.contracts.event.CustomerEvent.CustomerState;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.OrderEvent;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.event.PlanPeriod;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.LineId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.rating.Rate;
import io.keyway.kit.test.Callers;
import io.keyway.kit.test.TestPlatform;
import io.keyway.usage.metering.TimeSortedIds;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A network as the other services would tell of it: a vendor, a distributor with a reseller, a
 * second reseller beside them, and a customer with a license for each of the two resellers.
 */
public final class Branch {

    private static final AtomicLong SEQUENCE = new AtomicLong(System.currentTimeMillis());
    private static final KafkaProducer<String, byte[]> BUS =
            new KafkaProducer<>(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestPlatform.brokers()),
                    new StringSerializer(),
                    new ByteArraySerializer());

    private static final Instant YEAR_AGO = Instant.now().minus(Duration.ofDays(365));

    public final PartnerId vendor = partnerSince(YEAR_AGO);
    public final PartnerId distributor = partnerSince(YEAR_AGO);
    public final PartnerId reseller = partnerSince(YEAR_AGO);
    public final PartnerId stranger = partnerSince(YEAR_AGO);
    public final CustomerId customer = CustomerId.next();
    public final CustomerId strangersCustomer = CustomerId.next();
    public final LicenseId license = LicenseId.next();
    public final LicenseId strangersLicense = LicenseId.next();
    public final ProductId product = ProductId.next();
    public final PlanId plan = PlanId.next();

    public final Caller asVendor = Callers.partner(vendor);
    public final Caller asDistributor = Callers.partner(vendor, distributor);
    public final Caller asReseller = Callers.partner(vendor, distributor, reseller);
    public final Caller asStranger = Callers.partner(vendor, stranger);
    public final Caller asCustomer = Callers.customer(customer, vendor, distributor, reseller);
    public final Caller asStrangersCustomer = Callers.customer(strangersCustomer, vendor, stranger);

    /** The id of a partner that joined then. */
    public static PartnerId partnerSince(Instant joined) {
        return PartnerId.with(TimeSortedIds.of(joined, UUID.randomUUID().toString()));
    }

    public Branch published() {
        publish(new PartnerEvent.PartnerCreated(partner(PartnerType.VENDOR, null, vendor)));
        publish(
                new PartnerEvent.PartnerCreated(
                        partner(PartnerType.DISTRIBUTOR, plan, vendor, distributor)));
        publish(
                new PartnerEvent.PartnerCreated(
                        partner(PartnerType.RESELLER, plan, vendor, distributor, reseller)));
        publish(
                new PartnerEvent.PartnerCreated(
                        partner(PartnerType.RESELLER, null, vendor, stranger)));
        publish(customer(customer, vendor, distributor, reseller));
        publish(customer(strangersCustomer, vendor, stranger));
        publish(license(license, customer, vendor, distributor, reseller));
        publish(license(strangersLicense, strangersCustomer, vendor, stranger));
        return this;
    }

    /** A plan of the vendor for all below: a fee, 100 calls included, each further for 2 cents. */
    public Branch withPlan() {
        publish(new CatalogEvent.PlanChanged(plan(null)));
        return this;
    }

    /** The plan with another fee from the day on. */
    public void publishPrices(LocalDate from, long fee) {
        PlanState now = plan(null);
        publish(
                new CatalogEvent.PlanChanged(
                        plan(
                                List.of(
                                        new PlanPrices(null, now.fee(), now.rates()),
                                        new PlanPrices(
                                                from, new Money(fee, "EUR"), now.rates())))));
    }

    private PlanState plan(@Nullable List<PlanPrices> prices) {
        return new PlanState(
                plan,
                vendor,
                List.of(vendor),
                "Standard",
                new Money(1500, "EUR"),
                List.of(
                        new CatalogEvent.MeterRate(
                                "calls",
                                new Rate(
                                        Rate.Model.UNIT,
                                        null,
                                        new BigDecimal("0.02"),
                                        null,
                                        new BigDecimal("100"),
                                        null,
                                        "EUR"))),
                CatalogEvent.CatalogStatus.ACTIVE,
                prices);
    }

    /** The partner with these plans by date. */
    public static PartnerState onPlans(PartnerState of, PlanPeriod... plans) {
        return new PartnerState(
                of.id(),
                of.type(),
                of.model(),
                of.path(),
                of.name(),
                of.status(),
                of.portalEnabled(),
                of.permissions(),
                of.currency(),
                plans[plans.length - 1].planId(),
                of.discountPercent(),
                of.commissionPercent(),
                of.unpaidLicenseLimit(),
                of.trialLicenseLimit(),
                List.of(plans));
    }

    public OrderEvent.OrderState order(
            OrderId id, OrderEvent.OrderStatus status, Instant placedAt, long cents) {
        return new OrderEvent.OrderState(
                id,
                1,
                reseller,
                List.of(vendor, distributor, reseller),
                customer,
                OrderEvent.Fulfillment.IMMEDIATE,
                status,
                List.of(
                        OrderEvent.Line.ordered(
                                LineId.with(id.uniquePart()),
                                product,
                                PolicyId.next(),
                                2,
                                new Money(cents / 2, "EUR"),
                                new Money(cents, "EUR"),
                                BigDecimal.ZERO,
                                placedAt,
                                "Pro",
                                "Yearly")),
                List.of(),
                placedAt,
                null,
                "PO-4711");
    }

    /** The same order with this line. */
    public OrderEvent.OrderState withLine(OrderEvent.OrderState order, OrderEvent.Line line) {
        return new OrderEvent.OrderState(
                order.id(),
                order.revision(),
                order.ownerId(),
                order.path(),
                order.customerId(),
                order.fulfillment(),
                order.status(),
                List.of(line),
                order.managers(),
                order.placedAt(),
                null,
                order.externalReferenceId());
    }

    public LicenseEvent.LicenseIssued license(
            LicenseId id, CustomerId customerId, PartnerId... path) {
        return new LicenseEvent.LicenseIssued(
                state(id, LicenseEvent.LicenseCondition.VALID, null, customerId, path));
    }

    /**
     * The license after it was suspended or reinstated.
     *
     * @param usageUntil null if it counts usage whatever its condition
     */
    public LicenseEvent.LicenseChanged license(
            LicenseEvent.LicenseCondition condition, @Nullable Instant usageUntil) {
        return new LicenseEvent.LicenseChanged(
                state(license, condition, usageUntil, customer, vendor, distributor, reseller));
    }

    /** The key of a license. */
    public static String key(LicenseId id) {
        return "KEY-" + id.value();
    }

    private LicenseState state(
            LicenseId id,
            LicenseEvent.LicenseCondition condition,
            @Nullable Instant usageUntil,
            CustomerId customerId,
            PartnerId... path) {
        return new LicenseState(
                id,
                Sha256.hex(key(id)),
                List.of(path),
                path[path.length - 1],
                customerId,
                product,
                PolicyId.next(),
                null,
                null,
                CatalogEvent.LicenseType.PERPETUAL,
                condition,
                LicenseEvent.PaymentStatus.NOT_DUE,
                null,
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                usageUntil);
    }

    private static CustomerEvent customer(CustomerId id, PartnerId... path) {
        return customer(id, null, path);
    }

    /**
     * A customer as it is now, wherever it was before.
     *
     * @param plan by which it owes the last partner of the path
     */
    public static CustomerEvent customer(CustomerId id, @Nullable PlanId plan, PartnerId... path) {
        return new CustomerEvent.CustomerChanged(
                new CustomerState(
                        id,
                        path[path.length - 1],
                        List.of(path),
                        id.value() + "@example.org",
                        "Somebody",
                        plan == null ? null : "Engines",
                        true,
                        plan));
    }

    public static PartnerState partner(PartnerType type, PlanId plan, PartnerId... path) {
        return new PartnerState(
                path[path.length - 1],
                type,
                type == PartnerType.VENDOR ? null : PartnerModel.OWN_PLANS,
                List.of(path),
                type.name(),
                PartnerStatus.ACTIVE,
                true,
                Set.of(),
                "EUR",
                plan,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                10,
                null);
    }

    /** Puts a fact on the bus as its service would. */
    public static void publish(DomainEvent event) {
        publish(event, Instant.now());
    }

    public static void publish(DomainEvent event, Instant time) {
        long sequence = SEQUENCE.incrementAndGet();
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(
                        event.topic().topicName(),
                        event.key(),
                        ContractJson.mapper().writeValueAsBytes(event));
        header(message, "ce_specversion", "1.0");
        header(message, "ce_type", DomainEvent.typeOf(event.getClass()));
        header(message, "ce_source", "test");
        header(message, "ce_id", event.key() + ":" + sequence);
        header(message, "ce_sequence", Long.toString(sequence));
        header(message, "ce_time", time.toString());
        header(message, "content-type", "application/json");
        try {
            BUS.send(message).get();
        } catch (Exception e) {
            throw new IllegalStateException("the test's broker is away", e);
        }
    }

    private static void header(ProducerRecord<String, byte[]> message, String name, String value) {
        message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** One call of {@code n} as a CloudEvent. */
    public static Map<String, Object> event(String id, LicenseId license, Instant time, Object n) {
        Map<String, Object> event = new HashMap<>(event(id, license, n));
        event.put("time", time.toString());
        return event;
    }

    /** The same without a time: the time of receipt counts. */
    public static Map<String, Object> event(String id, LicenseId license, Object n) {
        return Map.of(
                "specversion",
                "1.0",
                "id",
                id,
                "source",
                "/test",
                "type",
                "api.call",
                "subject",
                license.value(),
                "data",
                Map.of("n", n));
    }

    /** What {@code POST /events} answers: id, status and code of each event. */
    public static List<String> answers(JsonNode answer) {
        return answer.path("results")
                .valueStream()
                .map(
                        result ->
                                (result.path("id").asString()
                                                + " "
                                                + result.path("status").asString()
                                                + " "
                                                + result.path("code").asString(""))
                                        .strip())
                .toList();
    }

    public static Map<String, Object> meter(String code) {
        return Map.of(
                "code", code, "eventType", "api.call", "aggregation", "sum", "valueProperty", "n");
    }
}
