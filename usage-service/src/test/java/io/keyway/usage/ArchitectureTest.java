package io.keyway.usage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;

@AnalyzeClasses(packages = "io.keyway.usage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyStoresKnowTheDriver =
            noClasses()
                    .that()
                    .haveNameNotMatching(
                            "io\\.keyway\\.usage\\.(journal\\.(Journals|Positions|JournalDocuments|PartialDocuments|JournalWriter)"
                                    + "|buckets\\.Buckets|reading\\.(UsageReading|UsageFilter)|rejected\\.RejectedEvents"
                                    + "|meters\\.Meters|network\\.Network"
                                    + "|statements\\.(Statements|StatementController|CloseStatements))(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb..", "org.bson..");

    @ArchTest
    static final ArchRule measuringIsDoneByValues =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.keyway.usage.metering..", "io.keyway.usage.cloudevents..")
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

    @ArchTest
    static final ArchRule bindingsAreInConsumers =
            methods()
                    .that()
                    .areAnnotatedWith(Bean.class)
                    .and()
                    .haveRawReturnType(Consumer.class)
                    .should()
                    .beDeclaredInClassesThat()
                    .haveFullyQualifiedName("io.keyway.usage.network.Consumers");
}
