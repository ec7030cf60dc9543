package io.keyway.partner.staff;

import io.keyway.contracts.access.Permission;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The usual permissions of partners and of their staff. */
@RestController
class PermissionPresetsController {

    /**
     * A usual set of permissions.
     *
     * @param preset name of the set, like {@code reseller} or {@code sales}
     * @param kind {@code partner}: for a whole partner; {@code staff}: for one account
     * @param permissions the permissions
     */
    record Preset(String preset, String kind, Set<Permission> permissions) {}

    /**
     * All presets.
     *
     * @param items the presets
     */
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

    /**
     * List the usual sets of permissions. Starting points for the permissions of a partner or of a
     * staff account. They are the same for every caller.
     *
     * @return the presets
     */
    @GetMapping("/api/v1/permission-presets")
    Presets presets() {
        return ALL;
    }
}
