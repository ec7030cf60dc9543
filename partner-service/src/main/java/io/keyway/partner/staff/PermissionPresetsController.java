package io.keyway.partner.staff;

import io.keyway.contracts.access.Permission;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The usual permissions of a kind of partner, and of its people. */
@RestController
class PermissionPresetsController {

    /**
     * @param kind {@code partner} or {@code staff}
     */
    record Preset(String preset, String kind, Set<Permission> permissions) {}

    record Presets(List<Preset> items) {}

    private static final Presets ALL =
            new Presets(
                    List.of(
                            new Preset("vendor", "partner", Permission.ofVendor()),
                            new Preset("distributor", "partner", Permission.ofDistributor()),
                            new Preset("reseller", "partner", Permission.ofReseller()),
                            new Preset("account_manager", "staff", Permission.ofAccountManager()),
                            new Preset("sales", "staff", Permission.ofSales()),
                            new Preset("read_only", "staff", Permission.ofReadOnly())));

    @GetMapping("/api/v1/permission-presets")
    Presets presets() {
        return ALL;
    }
}
