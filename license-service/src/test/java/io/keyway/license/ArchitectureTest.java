package io.keyway.license;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;

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
                    .doNotHaveSimpleName("MachineIndex")
                    .and()
                    .doNotHaveSimpleName("DeviceTrials")
                    .and()
                    .doNotHaveSimpleName("Batches")
                    .and()
                    .doNotHaveSimpleName("BatchRows")
                    .and()
                    .doNotHaveSimpleName("Network")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb..", "org.bson..");

    /** Consumers only wires topics to features; the features read the replicas beside it. */
    @ArchTest
    static final ArchRule featuresDoNotGoInCircles =
            slices().matching("io.keyway.license.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(
                            HasName.Predicates.name("io.keyway.license.network.Consumers"),
                            alwaysTrue());

    @ArchTest
    static final ArchRule bindingsAreInConsumers =
            methods()
                    .that()
                    .areAnnotatedWith(Bean.class)
                    .and()
                    .haveRawReturnType(Consumer.class)
                    .should()
                    .beDeclaredInClassesThat()
                    .haveFullyQualifiedName("io.keyway.license.network.Consumers");

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
