package io.keyway.kit.access;

import io.keyway.contracts.event.LicenseClass;
import io.keyway.contracts.id.CustomerId;
import io.keyway.contracts.id.Id;
import io.keyway.contracts.id.LicenseId;
import io.keyway.contracts.id.OrderId;
import io.keyway.contracts.id.PartnerId;
import io.keyway.contracts.id.PolicyId;
import io.keyway.contracts.id.ProductId;
import io.keyway.kit.http.Refused;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question to the access check. Parameters that do not fit the action are refused with 400.
 *
 * @param resource what the action is done with; absent for the action in general
 * @param customerId the customer concerned, given as a parameter or as the resource
 * @param orderId the order to issue in, given as a parameter or as the resource; absent for
 *     licenses from the partner's own portfolio
 * @param licenseClass class of the licenses to be issued
 */
public record AccessQuestion(
        AccessAction action,
        @Nullable Id resource,
        @Nullable CustomerId customerId,
        @Nullable OrderId orderId,
        long quantity,
        LicenseClass licenseClass) {

    private static final Set<AccessAction> TO_A_CUSTOMER =
            EnumSet.of(AccessAction.ISSUE, AccessAction.ORDER, AccessAction.TRANSFER);

    /** Kinds of resources, recognised by the prefix of the id. */
    enum Kind {
        PARTNER("prt", PartnerId::new),
        CUSTOMER("cus", CustomerId::new),
        PRODUCT("prd", ProductId::new),
        POLICY("pol", PolicyId::new),
        ORDER("ord", OrderId::new),
        LICENSE("lic", LicenseId::new);

        private final String prefix;
        private final Function<String, Id> read;

        Kind(String prefix, Function<String, Id> read) {
            this.prefix = prefix;
            this.read = read;
        }
    }

    /**
     * Reads a question from its query parameters.
     *
     * @throws Refused naming the parameter at fault
     */
    static AccessQuestion of(
            AccessAction action,
            @Nullable String resource,
            @Nullable CustomerId customerId,
            @Nullable OrderId orderId,
            @Nullable Long quantity,
            @Nullable LicenseClass licenseClass) {
        Id named = resource == null ? null : read(action, resource);
        require(customerId == null || TO_A_CUSTOMER.contains(action), "customerId", action);
        require(orderId == null || action == AccessAction.ISSUE, "orderId", action);
        require(quantity == null || action.sells(), "quantity", action);
        require(licenseClass == null || action == AccessAction.ISSUE, "class", action);
        if (customerId != null && named instanceof CustomerId other && !other.equals(customerId)) {
            throw Refused.invalid("customerId", "is not the customer that is asked about").get();
        }
        if (orderId != null && named instanceof OrderId other && !other.equals(orderId)) {
            throw Refused.invalid("orderId", "is not the order that is asked about").get();
        }
        return new AccessQuestion(
                action,
                named,
                named instanceof CustomerId customer ? customer : customerId,
                named instanceof OrderId order ? order : orderId,
                quantity == null ? 1 : quantity,
                licenseClass == null ? LicenseClass.PRIMARY : licenseClass);
    }

    private static Id read(AccessAction action, String resource) {
        String prefix = resource.substring(0, Math.max(0, resource.indexOf('_')));
        for (Kind kind : action.kinds()) {
            if (kind.prefix.equals(prefix)) {
                return parsed(kind, resource).orElseThrow(() -> noResource(action));
            }
        }
        throw noResource(action);
    }

    private static Optional<Id> parsed(Kind kind, String text) {
        try {
            return Optional.of(kind.read.apply(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static Refused noResource(AccessAction action) {
        String kinds =
                action.kinds().stream()
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "));
        return Refused.invalid("resource", "must be the id of a " + kinds + " for this action")
                .get();
    }

    private static void require(boolean fits, String field, AccessAction action) {
        if (!fits) {
            throw Refused.invalid(
                            field, "does not go with " + action.name().toLowerCase(Locale.ROOT))
                    .get();
        }
    }
}
