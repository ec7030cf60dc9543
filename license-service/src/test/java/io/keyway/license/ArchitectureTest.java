package io.keyway.license;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "io.keyway.license",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The classes that talk to the store; a query anywhere else could forget the scope. */
    @ArchTest
    static final ArchRule onlyStoresUseTheDriver =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("Licenses")
                    .and()
                    .doNotHaveSimpleName("LicenseFilter")
                    .and()
                    .doNotHaveSimpleName("Catalog")
                    .and()
                    .doNotHaveSimpleName("Issuances")
                    .and()
                    .doNotHaveSimpleName("QuotaCounters")
                    .and()
                    .doNotHaveSimpleName("Returns")
                    .and()
                    .doNotHaveSimpleName("SigningKeys")
                    .and()
                    .doNotHaveSimpleName("MachinePlaces")
                    .and()
                    .doNotHaveSimpleName("TriedDevices")
                    .and()
                    .doNotHaveSimpleName("Batches")
                    .and()
                    .doNotHaveSimpleName("BatchRows")
                    .and()
                    .doNotHaveSimpleName("Network")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb..", "org.bson..");

    @ArchTest
    static final ArchRule featuresDoNotGoInCircles =
            slices().matching("io.keyway.license.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule decisionsKnowNoFramework =
            noClasses()
                    .that()
                    .haveNameMatching(
                            "io\\.keyway\\.license\\.(validation\\.Validation|issuance\\.IssuePlan|machines\\.Activation"
                                    + "|licenses\\.LicenseAction|licenses\\.LicenseStatus)(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.springframework..", "com.mongodb..", "jakarta..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            classes()
                    .should()
                    .haveNameNotMatching(
                            ".*(Impl|Base|Abstract|Util|Utils|Helper|Manager|Dto|Mapper)$");

    @ArchTest
    static final ArchRule controllersAreNobodysBusiness =
            classes()
                    .that()
                    .haveSimpleNameEndingWith("Controller")
                    .should(com.tngtech.archunit.lang.conditions.ArchConditions.bePackagePrivate());
}
