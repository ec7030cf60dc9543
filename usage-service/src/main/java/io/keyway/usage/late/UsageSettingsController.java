package io.keyway.usage.late;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.PartnerId;
import io.keyway.kit.http.Refused;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /usage-settings}: what a vendor sets for the counting of its usage. */
@RestController
@RequestMapping("/api/v1/usage-settings")
class UsageSettingsController {

    private static final Duration ACCEPTED_FOR_MIN = Duration.ofHours(1);

    private final VendorWindows windows;

    UsageSettingsController(VendorWindows windows) {
        this.windows = windows;
    }

    /**
     * What a vendor sets.
     *
     * @param acceptedFor how long after it happened an event may be received to count, ISO-8601
     *     such as {@code P20D}: from an hour to {@code acceptedForMax}
     */
    record NewSettings(@NotNull Duration acceptedFor) {}

    /**
     * The settings of the caller's vendor.
     *
     * @param acceptedFor how long after it happened an event may be received to count, ISO-8601
     * @param acceptedForMax the longest that the installation allows, the default
     */
    record SettingsResponse(Duration acceptedFor, Duration acceptedForMax) {}

    /**
     * Get the settings for counting usage.
     *
     * <p>Those of the caller's vendor, for all of its partners; the operator has none ({@code
     * not_found}).
     *
     * @return the settings
     */
    @GetMapping
    SettingsResponse get(Caller caller) {
        PartnerId vendor = caller.vendorId();
        if (vendor == null) {
            throw Refused.notFound();
        }
        return answer(vendor);
    }

    /**
     * Set how late events may be.
     *
     * <p>Within a second, events that happened earlier before their receipt are {@code rejected}
     * with {@code out_of_window}, and kept as late events. What has counted stays. Only the vendor
     * with {@code manage_meters} may ({@code forbidden}).
     *
     * @param request the settings
     * @return the settings
     */
    @PutMapping
    SettingsResponse put(Caller caller, @Valid @RequestBody NewSettings request) {
        PartnerId own = caller.partnerId();
        if (own == null
                || !own.equals(caller.vendorId())
                || !caller.may(Permission.MANAGE_METERS)) {
            throw new Refused(ProblemCode.FORBIDDEN);
        }
        if (request.acceptedFor().compareTo(ACCEPTED_FOR_MIN) < 0
                || request.acceptedFor().compareTo(windows.acceptedForMax()) > 0) {
            throw Refused.invalid(
                            "acceptedFor", "must be from an hour to " + windows.acceptedForMax())
                    .get();
        }
        windows.set(own, request.acceptedFor());
        return answer(own);
    }

    private SettingsResponse answer(PartnerId vendor) {
        return new SettingsResponse(windows.acceptedFor(vendor), windows.acceptedForMax());
    }
}
