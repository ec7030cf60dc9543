package io.keyway.contracts.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an account may do inside its branch. A partner never has a permission that its parent lacks.
 */
public enum Permission {
    /** Create, change and withdraw products and policies (vendors). */
    @JsonProperty("manage_catalog")
    MANAGE_CATALOG,
    /** Create and change pricing plans. */
    @JsonProperty("manage_plans")
    MANAGE_PLANS,
    /** Create meters and correct what they have counted (vendors). */
    @JsonProperty("manage_meters")
    MANAGE_METERS,
    /** Create, change and delete partners below, and decide on applications. */
    @JsonProperty("manage_partners")
    MANAGE_PARTNERS,
    /** Create and change customers. */
    @JsonProperty("manage_customers")
    MANAGE_CUSTOMERS,
    /** Place, extend, cancel and return orders. */
    @JsonProperty("create_orders")
    CREATE_ORDERS,
    /** Assign license managers to orders. */
    @JsonProperty("manage_license_managers")
    MANAGE_LICENSE_MANAGERS,
    /** Issue and change licenses, and settle them. */
    @JsonProperty("issue_licenses")
    ISSUE_LICENSES,
    /** Report usage events. */
    @JsonProperty("report_usage")
    REPORT_USAGE,
    /** Read usage, balances and rejected events. */
    @JsonProperty("read_usage")
    READ_USAGE,
    /** Read statements. */
    @JsonProperty("read_statements")
    READ_STATEMENTS,
    /** Close the statements of a month (vendors). */
    @JsonProperty("close_statements")
    CLOSE_STATEMENTS,
    /** Create and change staff accounts. */
    @JsonProperty("manage_accounts")
    MANAGE_ACCOUNTS,
    /** Read the audit trail. */
    @JsonProperty("read_audit")
    READ_AUDIT;

    /** A vendor has all permissions. */
    public static Set<Permission> ofVendor() {
        return EnumSet.allOf(Permission.class);
    }

    /** A distributor orders, adds license managers, and has resellers below it. */
    public static Set<Permission> ofDistributor() {
        Set<Permission> permissions = ofReseller();
        permissions.addAll(
                EnumSet.of(MANAGE_PLANS, MANAGE_PARTNERS, CREATE_ORDERS, MANAGE_LICENSE_MANAGERS));
        return permissions;
    }

    /** A reseller sells to its own customers and issues; it cannot create orders. */
    public static Set<Permission> ofReseller() {
        return EnumSet.of(
                MANAGE_CUSTOMERS,
                ISSUE_LICENSES,
                REPORT_USAGE,
                READ_USAGE,
                READ_STATEMENTS,
                MANAGE_ACCOUNTS,
                READ_AUDIT);
    }

    /** For staff who look after partners and their customers, and assign license managers. */
    public static Set<Permission> ofAccountManager() {
        Set<Permission> permissions = ofReadOnly();
        permissions.addAll(
                EnumSet.of(MANAGE_PARTNERS, MANAGE_CUSTOMERS, MANAGE_LICENSE_MANAGERS, READ_AUDIT));
        return permissions;
    }

    /** For staff who sell: customers, orders, licenses. */
    public static Set<Permission> ofSales() {
        return EnumSet.of(
                MANAGE_CUSTOMERS,
                CREATE_ORDERS,
                MANAGE_LICENSE_MANAGERS,
                ISSUE_LICENSES,
                READ_USAGE);
    }

    /** For staff who only read. */
    public static Set<Permission> ofReadOnly() {
        return EnumSet.of(READ_USAGE, READ_STATEMENTS);
    }
}
