package io.keyway.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.keyway.contracts.Dated;
import io.keyway.contracts.Money;
import io.keyway.contracts.Term;
import io.keyway.contracts.Topic;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PlanId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.contracts.rating.Rate;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events about what is sold: products and policies (license-service), plans (order-service). */
public sealed interface CatalogEvent extends DomainEvent {

    @Override
    @JsonIgnore
    default Topic topic() {
        return Topic.CATALOG;
    }

    @JsonTypeName("io.keyway.product.changed.v1")
    record ProductChanged(ProductState product) implements CatalogEvent {
        @Override
        @JsonIgnore
        public String key() {
            return product.id().value();
        }
    }

    @JsonTypeName("io.keyway.policy.changed.v1")
    record PolicyChanged(PolicyState policy) implements CatalogEvent {
        @Override
        @JsonIgnore
        public String key() {
            return policy.id().value();
        }
    }

    @JsonTypeName("io.keyway.plan.changed.v1")
    record PlanChanged(PlanState plan) implements CatalogEvent {
        @Override
        @JsonIgnore
        public String key() {
            return plan.id().value();
        }
    }

    record ProductState(
            ProductId id,
            PartnerId vendorId,
            String code,
            String name,
            ProductKind kind,
            CatalogStatus status) {}

    /**
     * A policy.
     *
     * @param price list price of one license; absent for one that cannot be ordered
     */
    record PolicyState(
            PolicyId id,
            PartnerId vendorId,
            ProductId productId,
            String name,
            LicenseType type,
            @Nullable Term duration,
            @Nullable Money price,
            CatalogStatus status) {}

    /**
     * A plan that a partner offers to those below it.
     *
     * @param ownerId the partner that offers it
     * @param path from the vendor down to the owner
     * @param fee per month, at the time of the event
     * @param rates at the time of the event
     * @param prices fee and rates by date, those to come included; absent if they never changed
     */
    record PlanState(
            PlanId id,
            PartnerId ownerId,
            List<PartnerId> path,
            String name,
            Money fee,
            List<MeterRate> rates,
            CatalogStatus status,
            @Nullable List<PlanPrices> prices) {

        /** A plan whose prices never changed. */
        public PlanState(
                PlanId id,
                PartnerId ownerId,
                List<PartnerId> path,
                String name,
                Money fee,
                List<MeterRate> rates,
                CatalogStatus status) {
            this(id, ownerId, path, name, fee, rates, status, null);
        }

        /** All prices by date. */
        public List<PlanPrices> datedPrices() {
            return prices == null ? List.of(new PlanPrices(null, fee, rates)) : prices;
        }

        /**
         * @param day in UTC
         */
        public PlanPrices pricesOn(LocalDate day) {
            return Dated.on(datedPrices(), day);
        }
    }

    /**
     * What a plan costs from a day on.
     *
     * @param from the first day, in UTC; absent for since ever
     * @param fee per month
     * @param rates for usage, from then on
     */
    record PlanPrices(@Nullable LocalDate from, Money fee, List<MeterRate> rates)
            implements Dated<PlanPrices> {

        @Override
        public PlanPrices sinceEver() {
            return new PlanPrices(null, fee, rates);
        }
    }

    /**
     * The rate of one meter under a plan.
     *
     * @param meter code of the meter
     * @param where only usage with these values of the meter's dimensions; absent for all that no
     *     other rate of the meter is for
     * @param rate how its quantity becomes an amount
     */
    record MeterRate(String meter, @Nullable Map<String, String> where, Rate rate) {

        public MeterRate {
            where = where == null || where.isEmpty() ? null : Map.copyOf(where);
        }

        /** The rate of all usage of the meter. */
        public MeterRate(String meter, Rate rate) {
            this(meter, null, rate);
        }
    }

    /** What kind of thing is sold. */
    enum ProductKind {
        @JsonProperty("product")
        PRODUCT,
        @JsonProperty("service")
        SERVICE
    }

    /** How long a license is valid. */
    enum LicenseType {
        /** Without an end. */
        @JsonProperty("perpetual")
        PERPETUAL,
        /** For the policy's duration, until it is renewed. */
        @JsonProperty("subscription")
        SUBSCRIPTION,
        /** For the product's trial period; not owed. */
        @JsonProperty("trial")
        TRIAL,
        /** Paid by its usage. */
        @JsonProperty("consumption")
        CONSUMPTION
    }

    /** Whether a product, policy or plan is sold. */
    enum CatalogStatus {
        @JsonProperty("active")
        ACTIVE,
        /** No longer sold by any partner, from now on; issued licenses stay valid. */
        @JsonProperty("withdrawn")
        WITHDRAWN
    }
}
