package io.keyway.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(
        packages = "io.keyway.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The gateway has no store and owns no data: everything it knows comes from the bus. */
    @ArchTest
    static final ArchRule hasNoStoreAndNothingOfTheServices =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb..", "org.bson..", "io.keyway.kit..");

    /** What is not on the class path cannot configure itself. */
    @ArchTest
    static void theKitIsNotOnItsClassPath(JavaClasses classes) {
        assertThat(ArchitectureTest.class.getResource("/keyway-defaults.yml")).isNull();
    }

    @ArchTest
    static final ArchRule featuresDoNotGoInCircles =
            slices().matching("io.keyway.gateway.(*)..").should().beFreeOfCycles();

    /** Other classes may use the records of a controller, but not the controller. */
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
