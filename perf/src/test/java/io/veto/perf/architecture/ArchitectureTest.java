package io.veto.perf.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.LiteBlockingWaitStrategy;
import com.lmax.disruptor.LiteTimeoutBlockingWaitStrategy;
import com.lmax.disruptor.TimeoutBlockingWaitStrategy;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The shape of the house: which module may use which, no cycles, nothing on the line that blocks. */
@AnalyzeClasses(packages = "io.veto", importOptions = ArchitectureTest.MainClassesAlone.class)
class ArchitectureTest
{
    private static final Pattern FORBIDDEN_TO_RULES =
        Pattern.compile("java\\.(util\\.concurrent|net|nio\\.channels|time)(\\..*)?");

    @ArchTest
    static final ArchRule ARROWS_BETWEEN_MODULES_POINT_ONE_WAY = layeredArchitecture().consideringOnlyDependenciesInLayers()
        .layer("rules").definedBy("io.veto.rules..")
        .layer("engine").definedBy("io.veto.engine..")
        .layer("ingest").definedBy("io.veto.ingest..")
        .layer("replay").definedBy("io.veto.replay..")
        .layer("perf").definedBy("io.veto.perf..")
        .whereLayer("perf").mayNotBeAccessedByAnyLayer()
        .whereLayer("replay").mayOnlyBeAccessedByLayers("perf")
        .whereLayer("ingest").mayOnlyBeAccessedByLayers("perf")
        .whereLayer("engine").mayOnlyBeAccessedByLayers("ingest", "replay", "perf")
        .whereLayer("rules").mayOnlyBeAccessedByLayers("engine", "ingest", "replay", "perf");

    @ArchTest
    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES = slices().matching("io.veto.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule RULES_KNOW_NO_THREADS_CLOCKS_OR_SOCKETS = noClasses().that().resideInAPackage("io.veto.rules..")
        .should().dependOnClassesThat(DescribedPredicate.describe("are threads, clocks or sockets",
            type -> !type.isEquivalentTo(TimeUnit.class) && FORBIDDEN_TO_RULES.matcher(type.getPackageName()).matches()))
        .orShould().dependOnClassesThat().areAssignableTo(Thread.class)
        .orShould().callMethod(System.class, "nanoTime")
        .orShould().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule NOTHING_ON_THE_LINE_LOCKS = noClasses()
        .that().resideInAnyPackage("io.veto.rules..", "io.veto.engine.line..", "io.veto.engine.journal..", "io.veto.engine.source..",
            "io.veto.engine.statistics..", "io.veto.ingest.gateway..", "io.veto.ingest.token..")
        .should().dependOnClassesThat().resideInAPackage("java.util.concurrent.locks..")
        .orShould().dependOnClassesThat().areAssignableTo(BlockingWaitStrategy.class)
        .orShould().dependOnClassesThat().areAssignableTo(LiteBlockingWaitStrategy.class)
        .orShould().dependOnClassesThat().areAssignableTo(TimeoutBlockingWaitStrategy.class)
        .orShould().dependOnClassesThat().areAssignableTo(LiteTimeoutBlockingWaitStrategy.class);

    @ArchTest
    static final ArchRule NOTHING_IS_SYNCHRONIZED = ArchRuleDefinition.methods()
        .should().notHaveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule NO_PACKAGE_IS_A_DRAWER = noClasses().should()
        .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..");

    @ArchTest
    static final ArchRule MAIN_METHODS_ARE_AT_THE_TOP_OF_THEIR_MODULE = ArchRuleDefinition.classes()
        .that(haveAMainMethod()).should(new ArchCondition<>("be a tool in its module's top package, or a peer's process")
        {
            @Override
            public void check(final JavaClass tool, final ConditionEvents events)
            {
                final boolean isTool = tool.getSimpleName().endsWith("Tool") && 3 == tool.getPackageName().split("\\.").length;
                final boolean isPeer = tool.getSimpleName().endsWith("Server") && tool.getPackageName().startsWith("io.veto.perf.");
                events.add(new SimpleConditionEvent(tool, isTool || isPeer, tool.getName()));
            }
        });

    /** Leaves out the tests of every module, whether their classes lie in a folder or in a jar. */
    static final class MainClassesAlone implements ImportOption
    {
        @Override
        public boolean includes(final Location location)
        {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    private static DescribedPredicate<JavaClass> haveAMainMethod()
    {
        return DescribedPredicate.describe("have a main method",
            type -> type.tryGetMethod("main", String[].class).isPresent());
    }
}
