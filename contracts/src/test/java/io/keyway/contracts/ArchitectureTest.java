package io.keyway.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.keyway.contracts.event.DomainEvent;

@AnalyzeClasses(
        packages = "io.keyway.contracts",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Reading an event needs no framework: only the JDK, Jackson, ids and signed assertions. */
    @ArchTest
    static final ArchRule knowsNoFramework =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.keyway.contracts..",
                            "java..",
                            "javax.crypto..",
                            "com.fasterxml.jackson.annotation..",
                            "tools.jackson..",
                            "com.github.f4b6a3.ulid..",
                            "com.nimbusds.jose..",
                            "com.nimbusds.jwt..",
                            "org.threeten.extra..",
                            "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule idsKnowOnlyThemselves =
            noClasses()
                    .that()
                    .resideInAPackage("io.keyway.contracts.id..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.keyway.contracts",
                            "io.keyway.contracts.event..",
                            "io.keyway.contracts.access..");

    @ArchTest
    static final ArchRule eventsAreRecords =
            classes()
                    .that()
                    .areAssignableTo(DomainEvent.class)
                    .and()
                    .areNotInterfaces()
                    .should()
                    .beRecords();
}
