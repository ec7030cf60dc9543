package io.keyway.local.sample;

import java.util.List;

/**
 * Northwind, a vendor that sells through partners, for a month: from its catalog to what its
 * partners owe it. Everybody's password is {@value #PASSWORD}.
 *
 * @param operatorEmail sign-in name of the operator, who creates the vendor
 */
public record SampleNetwork(String operatorEmail, String operatorPassword) {

    public static final String PASSWORD = "keyway-local";

    /** Who can sign in when the sample has been played, beside the operator. */
    public static final List<String> SIGN_INS =
            List.of(
                    "vendor@northwind.example",
                    "distributor@contoso.example",
                    "reseller@fabrikam.example",
                    "ada@lovelace.example");

    /** The password of a new account until its owner changes it at the first sign-in. */
    static final String FIRST_PASSWORD = "change-me-at-once";

    List<Step> steps() {
        return List.of(
                new Step("The operator signs in", this::operatorSignsIn),
                new Step(
                        "Northwind, a vendor, joins and changes its password",
                        PartnerSteps::vendorJoins),
                new Step(
                        "Northwind offers a product and two policies",
                        CatalogSteps::productAndPolicies),
                new Step("Northwind meters messages and offers a plan", CatalogSteps::meterAndPlan),
                new Step(
                        "Contoso, a distributor, joins with a portfolio and a discount",
                        PartnerSteps::distributorJoins),
                new Step(
                        "Fabrikam and Tailspin, resellers of both models, join with their portfolios",
                        PartnerSteps::resellersJoin),
                new Step(
                        "Fabrikam offers its customers a plan of its own",
                        CatalogSteps::planForCustomers),
                new Step("Fabrikam creates a customer on this plan", PartnerSteps::customerJoins),
                new Step(
                        "Contoso orders two licenses for the customer", OrderSteps::immediateOrder),
                new Step(
                        "Contoso orders ten on demand, with Fabrikam as license manager",
                        OrderSteps::onDemandOrder),
                new Step("Fabrikam issues three of them", LicenseSteps::issueFromOrder),
                new Step(
                        "A product validates its key and activates its machine",
                        LicenseSteps::validate),
                new Step("Fabrikam checks out a license file", LicenseSteps::checkOut),
                new Step(
                        "Fabrikam sells one from its own portfolio and settles it with Contoso",
                        LicenseSteps::settle),
                new Step("Products report a month of usage", UsageSteps::report),
                new Step("Everybody reads what it has used", UsageSteps::read),
                new Step("Contoso's statement", UsageSteps::statement));
    }

    private String operatorSignsIn(Play play) throws InterruptedException {
        play.remember("operator", play.signIn(operatorEmail, operatorPassword));
        return operatorEmail;
    }
}
