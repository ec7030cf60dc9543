package io.keyway.partner;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(
        packages = "io.keyway.partner",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The classes that talk to the store; a query anywhere else could forget the scope. */
    @ArchTest
    static final ArchRule onlyStoresUseTheDriver =
            noClasses()
                    .that()
                    .haveNameNotMatching(
                            "io\\.keyway\\.partner\\.(accounts\\.(Accounts|Credentials)"
                                    + "|applications\\.Applications|audit\\.AuditTrail"
                                    + "|customers\\.Customers|network\\.Catalog|partners\\.Partners"
                                    + "|portfolio\\.Portfolios|throttle\\.Counts)(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb..", "org.bson..");

    /** It only binds topics to methods, and so depends on every feature that consumes events. */
    private static final String CONSUMERS = "io\\.keyway\\.partner\\.network\\.Consumers(\\$.*)?";

    @ArchTest
    static final ArchRule featuresDoNotGoInCircles =
            slices().matching("io.keyway.partner.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(nameMatching(CONSUMERS), alwaysTrue());

    /** Features read the replicas in {@code network}, but nothing calls the bindings back. */
    @ArchTest
    static final ArchRule consumersAreOnlyCalledByTheBus =
            noClasses()
                    .that()
                    .haveNameNotMatching(CONSUMERS)
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(CONSUMERS);

    /**
     * What a controller takes and answers with may be named elsewhere; the controller itself may
     * not.
     */
    @ArchTest
    static final ArchRule controllersAreCalledByNobody =
            classes()
                    .that()
                    .areAnnotatedWith(RestController.class)
                    .should()
                    .bePackagePrivate()
                    .andShould()
                    .onlyHaveDependentClassesThat()
                    .haveNameMatching(".*Controller\\$.*");

    @ArchTest
    static final ArchRule whatAClassNeedsIsInItsConstructor = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
