package io.keyway.usage.quotas;

import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import io.keyway.usage.network.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds subjects in the replicas, with the owners that they have now. */
@Component
class Subjects {

    private final Network network;

    Subjects(Network network) {
        this.network = network;
    }

    /**
     * The subject that a request names.
     *
     * @throws Refused with {@code invalid_request} unless it is exactly one
     */
    static Id one(
            @Nullable LicenseId license,
            @Nullable CustomerId customer,
            @Nullable PartnerId partner) {
        List<Map.Entry<String, Id>> named =
                Stream.of(
                                entry("licenseId", license),
                                entry("customerId", customer),
                                entry("partnerId", partner))
                        .flatMap(Optional::stream)
                        .toList();
        if (named.size() != 1) {
            throw Refused.invalid(
                            named.isEmpty() ? "licenseId" : named.getLast().getKey(),
                            "exactly one of licenseId, customerId and partnerId is required")
                    .get();
        }
        return named.getFirst().getValue();
    }

    private static Optional<Map.Entry<String, Id>> entry(String field, @Nullable Id id) {
        return id == null ? Optional.empty() : Optional.of(Map.entry(field, id));
    }

    /**
     * The subject, if the caller sees it. A customer sees itself and its licenses, no partner.
     *
     * @throws Refused with {@code invalid_request} unless exactly one id is given, with {@code
     *     not_found} if it is missing or outside the caller's scope
     */
    Subject find(
            Caller caller,
            @Nullable LicenseId license,
            @Nullable CustomerId customer,
            @Nullable PartnerId partner) {
        one(license, customer, partner);
        Optional<Subject> found = Optional.empty();
        if (license != null) {
            found = network.license(caller, license).map(Subject::of);
        } else if (customer != null) {
            found = network.customer(caller, customer).map(Subject::of);
        } else if (partner != null) {
            found =
                    network.partner(caller, partner)
                            .filter(known -> known.deletedAt() == null)
                            .map(known -> Subject.of(known.partner()));
        }
        return found.orElseThrow(Refused::notFound);
    }

    /** The same subject as it is now, if the caller sees it. */
    Subject find(Caller caller, Subject subject) {
        return find(caller, subject.licenseId(), subject.asCustomer(), subject.asPartner());
    }

    /** The same subject as it is now: it may belong to somebody else. For background work. */
    Subject now(Subject subject) {
        Optional<Subject> now = Optional.empty();
        CustomerId customer = subject.asCustomer();
        if (subject.licenseId() != null) {
            now = license(subject.licenseId());
        } else if (customer != null) {
            now =
                    Optional.ofNullable(network.customers(List.of(customer)).get(customer))
                            .map(Subject::of);
        }
        // The path of a partner never changes.
        return now.orElse(subject);
    }

    /** The license whose key a product has shown. */
    Subject ofProduct(LicenseId license) {
        return license(license).orElseThrow(Refused::notFound);
    }

    private Optional<Subject> license(LicenseId id) {
        return Optional.ofNullable(network.licenses(List.of(id)).get(id)).map(Subject::of);
    }
}
