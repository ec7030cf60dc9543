package io.keyway.bench;

import com.github.f4b6a3.ulid.UlidCreator;
import io.keyway.contracts.ContractJson;
import io.keyway.contracts.event.CatalogEvent.LicenseType;
import io.keyway.contracts.event.DomainEvent;
import io.keyway.contracts.event.LicenseEvent;
import io.keyway.contracts.event.LicenseEvent.LicenseCondition;
import io.keyway.contracts.event.LicenseEvent.LicenseState;
import io.keyway.contracts.event.LicenseEvent.PaymentStatus;
import io.keyway.contracts.event.PartnerEvent;
import io.keyway.contracts.event.PartnerEvent.PartnerModel;
import io.keyway.contracts.event.PartnerEvent.PartnerState;
import io.keyway.contracts.event.PartnerEvent.PartnerStatus;
import io.keyway.contracts.event.PartnerEvent.PartnerType;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Many partners and licenses, told to the services on the bus as their owners would. Through the
 * API it would take minutes, because the password of each partner is hashed; none of these signs
 * in.
 */
final class PublishedNetwork implements AutoCloseable {

    private static final int OF_A_DISTRIBUTOR = 20;

    private final KafkaProducer<String, byte[]> bus;
    private final Market market;
    private final Instant joined;
    private final List<Future<?>> sent = new ArrayList<>();
    private long sequence = System.currentTimeMillis();

    /**
     * @param period in which all of them join, so that they owe the plan's fee
     */
    PublishedNetwork(String brokers, Market market, YearMonth period) {
        this.bus =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", brokers, "acks", "all"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        this.market = market;
        this.joined = period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * Publishes distributors of the vendor, each with resellers, and a license of each reseller.
     *
     * @param payers of both kinds
     * @param plan of all of them
     * @return the licenses
     */
    List<String> publish(int payers, String plan) throws InterruptedException {
        PartnerId vendor = new PartnerId(market.vendor.id());
        List<String> licenses = new ArrayList<>();
        List<PartnerId> above = List.of(vendor);
        for (int i = 0; i < payers; i++) {
            PartnerId id =
                    PartnerId.with(UlidCreator.getUlid(joined.toEpochMilli() + i).toLowerCase());
            if (i % OF_A_DISTRIBUTOR == 0) {
                above = List.of(vendor, id);
                send(partner(id, PartnerType.DISTRIBUTOR, above, plan));
            } else {
                List<PartnerId> path = List.of(vendor, above.getLast(), id);
                send(partner(id, PartnerType.RESELLER, path, plan));
                LicenseId license = LicenseId.next();
                send(license(license, path));
                licenses.add(license.value());
            }
        }
        for (Future<?> one : sent) {
            BrokerAnswer.of(one);
        }
        return licenses;
    }

    private static DomainEvent partner(
            PartnerId id, PartnerType type, List<PartnerId> path, String plan) {
        return new PartnerEvent.PartnerCreated(
                new PartnerState(
                        id,
                        type,
                        PartnerModel.OWN_PLANS,
                        path,
                        id.value(),
                        PartnerStatus.ACTIVE,
                        false,
                        Set.of(),
                        "EUR",
                        new PlanId(plan),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        0,
                        null));
    }

    private DomainEvent license(LicenseId id, List<PartnerId> path) {
        return new LicenseEvent.LicenseIssued(
                new LicenseState(
                        id,
                        "0".repeat(64),
                        path,
                        path.getLast(),
                        CustomerId.next(),
                        ProductId.next(),
                        PolicyId.next(),
                        null,
                        null,
                        LicenseType.PERPETUAL,
                        LicenseCondition.VALID,
                        PaymentStatus.NOT_DUE,
                        null,
                        joined,
                        null,
                        null));
    }

    private void send(DomainEvent event) {
        sequence++;
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        event.topic().topicName(),
                        event.key(),
                        ContractJson.mapper().writeValueAsBytes(event));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_type",
                        DomainEvent.typeOf(event.getClass()),
                        "ce_source",
                        "bench",
                        "ce_id",
                        event.key() + ":" + sequence,
                        "ce_sequence",
                        Long.toString(sequence),
                        "ce_time",
                        joined.toString(),
                        "content-type",
                        "application/json")
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        sent.add(bus.send(record));
    }

    @Override
    public void close() {
        bus.close();
    }
}
