package dev.millrace.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom, and what pure code may not do. Change a rule only with an ADR. */
class ArchitectureTest {

  private static final List<String> CONTEXTS =
      List.of("inventory", "orders", "pricing", "catalog", "customers", "search");

  /** Packages of aggregates: decide and evolve, nothing else. */
  private static final String[] PURE = {
    "dev.millrace.inventory.stock..",
    "dev.millrace.orders.fraud..",
    "dev.millrace.orders.order..",
    "dev.millrace.orders.journal..",
    "dev.millrace.orders.account..",
    "dev.millrace.pricing.offer..",
    "dev.millrace.pricing.quote..",
    "dev.millrace.catalog.product..",
    "dev.millrace.customers.cart.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.millrace");

  @Test
  void contextsMeetInTopicsAndNeverInCode() {
    for (String context : CONTEXTS) {
      List<String> others = new ArrayList<>();
      Stream.concat(CONTEXTS.stream(), Stream.of("gateways", "edge", "standalone", "embedded"))
          .filter(other -> !other.equals(context))
          .forEach(other -> others.add("dev.millrace." + other + ".."));
      noClasses()
          .that()
          .resideInAPackage("dev.millrace." + context + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others.toArray(String[]::new))
          .because("business modules meet in topics: send a command or read an event instead")
          .check(CLASSES);
    }
  }

  @Test
  void theEdgeKnowsOnlyTheContract() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.edge..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.kit..",
            "dev.millrace.inventory..",
            "dev.millrace.orders..",
            "dev.millrace.pricing..",
            "dev.millrace.catalog..",
            "dev.millrace.customers..",
            "dev.millrace.search..",
            "dev.millrace.gateways..")
        .because(
            "the edge speaks commands, replies and state queries, which are in schemas; what it"
                + " starts with is in launch")
        .check(CLASSES);
  }

  @Test
  void theContractDependsOnNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.schemas..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.launch..",
            "dev.millrace.kit..",
            "dev.millrace.edge..",
            "dev.millrace.embedded..")
        .because("readers of the contract need nothing of how our processes run")
        .check(CLASSES);
  }

  @Test
  void howProcessesStartIsTheSameForAllAndKnowsNoneOfThem() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.launch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    CONTEXTS.stream(),
                    Stream.of("kit", "gateways", "edge", "embedded", "standalone"))
                .map(name -> "dev.millrace." + name + "..")
                .toArray(String[]::new))
        .because("the edge and the kit share it, and both depend on it")
        .check(CLASSES);
  }

  @Test
  void theKitKnowsNoBusiness() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.kit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            CONTEXTS.stream().map(c -> "dev.millrace." + c + "..").toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void aggregatesKnowNoTechnology() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.avro..",
            "dev.millrace.avro..",
            "io.javalin..",
            "com.fasterxml..",
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "org.slf4j..")
        .because("decide and evolve are pure: map in the context's Avro class, do I/O in gateways")
        .check(CLASSES);
  }

  @Test
  void aggregatesReadNoClockAndNoChance() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Random.class,
            ThreadLocalRandom.class,
            java.time.Clock.class,
            java.time.InstantSource.class)
        .because("time, ids and chance arrive as arguments; otherwise a replay decides differently")
        .check(CLASSES);
  }

  @Test
  void moneyIsNeverFloatingPoint() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(PURE), Stream.of("dev.millrace.schemas..", "dev.millrace.avro.."))
                .toArray(String[]::new))
        .should(useNoFloatingPoint())
        .because("amounts are whole minor units; see Money")
        .check(CLASSES);
  }

  @Test
  void nothingStaticIsMutable() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage("dev.millrace.avro..")
        .should()
        .beFinal()
        .because("state belongs to an instance or a store")
        .check(CLASSES);
  }

  private static ArchCondition<JavaMethod> useNoFloatingPoint() {
    return new ArchCondition<>("take or return no float or double") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
            .map(JavaClass::getName)
            .filter(type -> type.equals("double") || type.equals("float"))
            .findAny()
            .ifPresent(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " uses " + type)));
      }
    };
  }
}
