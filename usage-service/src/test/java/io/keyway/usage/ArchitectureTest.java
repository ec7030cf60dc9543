package io.keyway.usage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.keyway.usage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyStoresKnowTheDriver =
            noClasses()
                    .that()
                    .haveNameNotMatching(
                            "io\\.keyway\\.usage\\.(journal\\.(Journals|Positions|JournalDocuments|Partials|JournalKeeping)"
                                    + "|buckets\\.(Buckets|UsageReading|UsageFilter|RejectedEvents)"
                                    + "|meters\\.Meters|network\\.Network"
                                    + "|statements\\.(Statements|StatementController|CloseStatements))(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb..", "org.bson..");

    @ArchTest
    static final ArchRule measuringIsDoneByValues =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.keyway.usage.metering..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..",
                            "org.apache.kafka..",
                            "com.mongodb..",
                            "org.bson..",
                            "io.keyway.kit..");

    @ArchTest
    static final ArchRule moneyIsNeverAFloatingPointNumber =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.keyway.usage.rating..", "io.keyway.usage.statements..")
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(Double.class, Float.class);

    @ArchTest
    static final ArchRule controllersAreForNobodyElse =
            classes().that().haveSimpleNameEndingWith("Controller").should().notBePublic();
}
