// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.packetloom.conformance.DatagramConformance;
import org.packetloom.conformance.ListenerConformance;
import org.packetloom.conformance.SchemeUnderTest;
import org.packetloom.conformance.StreamConformance;
import org.packetloom.suite.Watchdog;

/** The conformance suites can fail: each mutant of a sound scheme is found by tests of its kind. */
class MutantsTest {
  private static final ScopedValue<SchemeUnderTest> UNDER_TEST = ScopedValue.newInstance();

  /** The suites, run by {@link #run} only. */
  static class Streams extends StreamConformance {
    @Override
    public SchemeUnderTest scheme() {
      return UNDER_TEST.get();
    }
  }

  static class Listeners extends ListenerConformance {
    @Override
    public SchemeUnderTest scheme() {
      return UNDER_TEST.get();
    }
  }

  static class Datagrams extends DatagramConformance {
    @Override
    public SchemeUnderTest scheme() {
      return UNDER_TEST.get();
    }
  }

  /** Names of tests by how they ended. */
  private record Outcome(Set<String> failed, Set<String> passed) implements TestExecutionListener {
    Outcome() {
      this(new ConcurrentSkipListSet<>(), new ConcurrentSkipListSet<>());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        assertThat(result.getThrowable().orElseThrow())
            .as("what the suite found, not what breaks the mutant")
            .isInstanceOfAny(AssertionError.class, IOException.class);
        failed.add(nameOf(test));
      } else if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL && test.isTest()) {
        passed.add(nameOf(test));
      }
    }

    private static String nameOf(TestIdentifier test) {
      return test.getSource()
          .filter(MethodSource.class::isInstance)
          .map(source -> ((MethodSource) source).getMethodName())
          .orElse(test.getDisplayName());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void eachMutantIsFoundByTheTestsThatAreNamed(Mutant mutant) {
    Outcome outcome = run(mutant, "PT0.3S", finders(mutant));
    // on a busy machine a deadline may have passed before the call that should wait for it
    for (int i = 0; i < 3 && !outcome.failed().equals(mutant.finders()); i++) {
      outcome = run(mutant, "PT0.3S", finders(mutant));
    }
    assertThat(outcome.failed()).isEqualTo(mutant.finders());
  }

  @ParameterizedTest
  @EnumSource(Mutant.Kind.class)
  void theSoundSchemePassesTheSameTests(Mutant.Kind kind) {
    List<Mutant> mutants = mutantsOf(kind);
    Set<String> finders = new TreeSet<>();
    mutants.forEach(mutant -> finders.addAll(mutant.finders()));

    Outcome outcome =
        run(
            Mutant.NONE,
            "PT30S",
            mutants.stream().flatMap(m -> finders(m).stream()).distinct().toList());

    assertThat(outcome.failed()).isEmpty();
    assertThat(outcome.passed()).isEqualTo(finders);
  }

  /** What a whole suite says of a mutant: takes minutes, as many tests hang until their limit. */
  @Tag("matrix")
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void wholeSuitesFindMoreThanTheTestsThatAreNamed(Mutant mutant) {
    Outcome outcome = run(mutant, "PT1S", List.of(selectClass(suite(mutant.kind()))));

    System.out.println(mutant + ": " + outcome.failed().size() + " fail: " + outcome.failed());
    assertThat(outcome.failed()).containsAll(mutant.finders());
    assertThat(outcome.passed()).isNotEmpty();
  }

  private static List<Mutant> mutantsOf(Mutant.Kind kind) {
    return List.of(Mutant.values()).stream()
        .filter(mutant -> mutant != Mutant.NONE && mutant.kind() == kind)
        .toList();
  }

  private static List<DiscoverySelector> finders(Mutant mutant) {
    return mutant.finders().stream()
        .map(name -> (DiscoverySelector) selectMethod(suite(mutant.kind()), name))
        .toList();
  }

  private static Class<?> suite(Mutant.Kind kind) {
    return switch (kind) {
      case STREAM -> Streams.class;
      case LISTENER -> Listeners.class;
      case DATAGRAMS -> Datagrams.class;
    };
  }

  private static Outcome run(Mutant mutant, String limit, List<DiscoverySelector> tests) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(tests)
            .configurationParameter(Watchdog.LIMIT_KEY, limit)
            .build();
    Outcome outcome = new Outcome();
    ScopedValue.where(UNDER_TEST, new BrokenScheme(mutant))
        .run(() -> LauncherFactory.create().execute(request, outcome));
    return outcome;
  }
}
