package io.keyway.gateway.api;

import java.util.Map;
import java.util.TreeMap;

/** What each group of calls is about: the first word of their paths. */
final class Tags {

    static final Map<String, String> ALL =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("access-check", "Why a call would be refused"),
                            Map.entry("api-keys", "Keys for machines that act for an account"),
                            Map.entry("audit", "Who changed what, as a chain that can be checked"),
                            Map.entry("balances", "What was used this month, and what remains"),
                            Map.entry("credit-notes", "What is taken off closed statements"),
                            Map.entry("credits", "Grants and prepaid credits, and their draws"),
                            Map.entry(
                                    "customer-transfers", "Taking over another partner's customer"),
                            Map.entry("customers", "End users and companies"),
                            Map.entry("events", "Usage reported by products"),
                            Map.entry("issuances", "Progress of large issue requests"),
                            Map.entry("keyway-keys", "Public keys that verify licenses offline"),
                            Map.entry("license-batches", "Issue and key import from files"),
                            Map.entry("licenses", "Issue, validate, change, check out"),
                            Map.entry("login-domains", "Sign-in pages of partners"),
                            Map.entry("late-events", "Usage events that came too late"),
                            Map.entry("machines", "Devices on which a license is active"),
                            Map.entry("me", "The account that calls"),
                            Map.entry("meters", "What is counted"),
                            Map.entry("orders", "Orders, license managers, returns"),
                            Map.entry("partner-applications", "Requests to become a partner"),
                            Map.entry("partners", "Vendors, distributors, resellers, their staff"),
                            Map.entry("permission-presets", "Usual sets of permissions"),
                            Map.entry(
                                    "plans",
                                    "Prices and discounts between a partner and its parent"),
                            Map.entry("policies", "How licenses of a product behave"),
                            Map.entry("portfolio", "What the caller may sell"),
                            Map.entry("products", "What is licensed"),
                            Map.entry("quotas", "What may be used in a month"),
                            Map.entry("ratings", "What a quantity would cost"),
                            Map.entry("rejected-events", "Usage events that did not count"),
                            Map.entry("remeterings", "Counting usage again by a corrected meter"),
                            Map.entry("session", "Sign-in of the portal, by cookie"),
                            Map.entry(
                                    "settlements", "Paying for licenses issued from the portfolio"),
                            Map.entry("sign-in-page", "What the sign-in page shows"),
                            Map.entry("signing-keys", "The vendor's license signing keys"),
                            Map.entry(
                                    "statement-closes", "The closing of a month, and its progress"),
                            Map.entry(
                                    "statements", "What a partner or a customer owes for a month"),
                            Map.entry("tokens", "Sign-in and refresh"),
                            Map.entry("usage", "Counted usage"),
                            Map.entry("usage-corrections", "Corrections of usage events"),
                            Map.entry("usage-settings", "How late usage events may be")));

    private Tags() {}
}
