package io.keyway.kit.test;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RestController;

/**
 * How every service is laid out (docs/architecture.md, "Rooms"). A service's {@code
 * ArchitectureTest} takes these rules with {@code ArchTests.in(Rooms.class)} and names its stores
 * with {@link #onlyStoresUseTheDriver}.
 */
public final class Rooms {

    /** Source files in a package; a feature with more of them mixes two. */
    private static final int FILES_MAX = 12;

    /** It only binds topics to methods, and so depends on every feature that consumes events. */
    private static final String CONSUMERS = "io\\.keyway\\.[a-z]+\\.network\\.Consumers(\\$.*)?";

    /**
     * The packages of a service beside {@code network}. The root, with its settings, is none, and
     * {@code metering} has only values.
     */
    private static final String FEATURES =
            "io\\.keyway\\.(partner|order|license|usage)\\.(?!network\\.|metering\\.)[a-z]+\\..*";

    private Rooms() {}

    @ArchTest
    static void packagesHaveAtMostADozenFiles(JavaClasses classes) {
        Map<String, Long> files =
                classes.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getPackageName,
                                        TreeMap::new,
                                        Collectors.counting()));
        files.values().removeIf(count -> count <= FILES_MAX);
        assertThat(files).as("packages with more than %d files", FILES_MAX).isEmpty();
    }

    /** What is consumed from other services is wired in one class. */
    @ArchTest
    static final ArchRule bindingsAreInConsumers =
            methods()
                    .that()
                    .areAnnotatedWith(Bean.class)
                    .and()
                    .haveRawReturnType(Consumer.class)
                    .should()
                    .beDeclaredInClassesThat()
                    .haveNameMatching(CONSUMERS);

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
     * Beside {@code Consumers} there are only replicas: state of other services, which knows no
     * feature of this one.
     */
    @ArchTest
    static final ArchRule networkHoldsOnlyConsumersAndReplicas =
            noClasses()
                    .that()
                    .resideInAPackage("io.keyway.*.network..")
                    .and()
                    .haveNameNotMatching(CONSUMERS)
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(FEATURES);

    @ArchTest
    static final ArchRule networkAnswersNoRequest =
            noClasses()
                    .that()
                    .resideInAPackage("io.keyway.*.network..")
                    .should()
                    .beAnnotatedWith(RestController.class);

    @ArchTest
    static final ArchRule featuresDoNotGoInCircles =
            slices().matching("io.keyway.*.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(nameMatching(CONSUMERS), alwaysTrue());

    /** What a controller takes and answers with may be named elsewhere; the controller may not. */
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

    /**
     * A license manager is a partner, so {@code AssignManager} is not one of the forbidden names.
     */
    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            classes()
                    .should()
                    .haveNameNotMatching(
                            ".*(Impl|Base|Abstract|Util|Utils|Helper|(?<!Assign)Manager|Dto|Mapper)$");

    @ArchTest
    static final ArchRule whatAClassNeedsIsInItsConstructor = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    /**
     * The classes that talk to the store; a query anywhere else could forget the scope.
     *
     * @param service the service's package, such as {@code io.keyway.order}
     * @param stores packages and names in it, such as {@code plans.Plans}
     */
    public static ArchRule onlyStoresUseTheDriver(String service, String... stores) {
        String names = String.join("|", stores).replace(".", "\\.");
        return noClasses()
                .that()
                .haveNameNotMatching(service.replace(".", "\\.") + "\\.(" + names + ")(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mongodb..", "org.bson..");
    }
}
