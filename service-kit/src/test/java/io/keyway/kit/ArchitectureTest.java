package io.keyway.kit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.keyway.kit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /**
     * Only the store and the idempotency keys use the driver. The configuration passes the client
     * to the store and checks its health.
     */
    @ArchTest
    static final ArchRule onlyTheStoreUsesTheDriver =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.keyway.kit.store..")
                    .and()
                    .haveNameNotMatching(
                            "io\\.keyway\\.kit\\.(KitConfiguration|http\\.IdempotentRequests)(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb.client..", "org.bson..");

    @ArchTest
    static final ArchRule theStoreKnowsNothingOfRequestsAndOfTheBus =
            noClasses()
                    .that()
                    .resideInAPackage("io.keyway.kit.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.keyway.kit.http..",
                            "io.keyway.kit.bus..",
                            "io.keyway.kit.scope..",
                            "org.springframework.web..",
                            "org.springframework.messaging..",
                            "org.apache.kafka..",
                            "jakarta.servlet..");

    @ArchTest
    static final ArchRule whatTheKitGivesKnowsNoService =
            classes()
                    .that()
                    .resideInAPackage("io.keyway.kit..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideOutsideOfPackages(
                            "io.keyway.partner..",
                            "io.keyway.order..",
                            "io.keyway.license..",
                            "io.keyway.usage..",
                            "io.keyway.gateway..",
                            "io.keyway.local..");

    @ArchTest
    static final ArchRule roomsDoNotGoInCircles =
            slices().matching("io.keyway.kit.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatAClassNeedsIsInItsConstructor = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
}
