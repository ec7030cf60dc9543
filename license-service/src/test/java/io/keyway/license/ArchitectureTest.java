package io.keyway.license;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.keyway.kit.test.Rooms;

@AnalyzeClasses(
        packages = "io.keyway.license",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchTests rooms = ArchTests.in(Rooms.class);

    @ArchTest
    static final ArchRule onlyStoresUseTheDriver =
            Rooms.onlyStoresUseTheDriver(
                    "io.keyway.license",
                    "administration.LicenseFilter",
                    "batches.BatchRows",
                    "batches.Batches",
                    "catalog.Catalog",
                    "issuance.Issuances",
                    "licenses.Licenses",
                    "machines.DeviceTrials",
                    "machines.MachineIndex",
                    "network.Network",
                    "quotas.QuotaCounters",
                    "returns.Returns",
                    "signing.SigningKeys");

    @ArchTest
    static final ArchRule decisionsKnowNoFramework =
            noClasses()
                    .that()
                    .haveNameMatching(
                            "io\\.keyway\\.license\\.(validation\\.Validation|planning\\.(IssueRules|IssuePlan|IssueDecision|IssueFacts|RequestedTerms)|machines\\.Activation"
                                    + "|licenses\\.LicenseAction|licenses\\.LicenseStatus)(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.springframework..", "com.mongodb..", "jakarta..");
}
