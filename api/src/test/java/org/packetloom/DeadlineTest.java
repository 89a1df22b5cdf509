// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines as values, and the ambient one. */
@Timeout(30)
class DeadlineTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

  @Test
  void noneNeverPasses() {
    assertThat(Deadline.NONE.isLimited()).isFalse();
    assertThat(Deadline.NONE.hasPassed()).isFalse();
    assertThat(Deadline.NONE.remaining()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(Deadline.NONE).hasToString("none");
  }

  @Test
  void deadlineAheadHasTimeRemaining() {
    long before = System.nanoTime();
    Deadline deadline = Deadline.after(HOUR);

    assertThat(deadline.isLimited()).isTrue();
    assertThat(deadline.hasPassed()).isFalse();
    assertThat(deadline.remaining()).isPositive().isLessThanOrEqualTo(HOUR);
    assertThat(deadline.nanoTime() - before).isGreaterThanOrEqualTo(HOUR.toNanos());
    assertThat(deadline.toString()).startsWith("in PT");
  }

  @Test
  void zeroAndLessHavePassed() {
    for (Duration timeout :
        new Duration[] {
          Duration.ZERO, Duration.ofNanos(-1), HOUR.negated(), Duration.ofSeconds(Long.MIN_VALUE)
        }) {
      Deadline deadline = Deadline.after(timeout);
      assertThat(deadline.hasPassed()).as("%s", timeout).isTrue();
      assertThat(deadline.remaining()).as("%s", timeout).isZero();
    }
  }

  @Test
  void timeoutBeyondTheClockCountsAsTheLongest() {
    for (Duration timeout :
        new Duration[] {
          LONGEST, Duration.ofNanos(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)
        }) {
      Deadline deadline = Deadline.after(timeout);
      assertThat(deadline.hasPassed()).as("%s", timeout).isFalse();
      assertThat(deadline.remaining())
          .as("%s", timeout)
          .isGreaterThan(LONGEST.minus(HOUR))
          .isLessThanOrEqualTo(LONGEST);
    }
  }

  @Test
  void pointOnTheClockMayWrapAround() {
    Deadline past = Deadline.atNanoTime(System.nanoTime() - LONGEST.toNanos());
    Deadline future = Deadline.atNanoTime(System.nanoTime() + LONGEST.toNanos());

    assertThat(past.hasPassed()).isTrue();
    assertThat(future.hasPassed()).isFalse();
    assertThat(Deadline.atNanoTime(Long.MAX_VALUE).earliest(Deadline.atNanoTime(Long.MIN_VALUE)))
        .isEqualTo(Deadline.atNanoTime(Long.MAX_VALUE));
  }

  @Test
  void earliestPrefersTheNearerAndAnythingToNone() {
    Deadline near = Deadline.after(HOUR);
    Deadline far = Deadline.after(HOUR.multipliedBy(2));

    assertThat(near.earliest(far)).isSameAs(near);
    assertThat(far.earliest(near)).isSameAs(near);
    assertThat(near.earliest(Deadline.NONE)).isSameAs(near);
    assertThat(Deadline.NONE.earliest(near)).isSameAs(near);
    assertThat(Deadline.NONE.earliest(Deadline.NONE)).isSameAs(Deadline.NONE);
  }

  @Test
  void deadlinesOfOnePointAreEqual() {
    assertThat(Deadline.atNanoTime(7))
        .isEqualTo(Deadline.atNanoTime(7))
        .hasSameHashCodeAs(Deadline.atNanoTime(7))
        .isNotEqualTo(Deadline.atNanoTime(8))
        .isNotEqualTo("7");
    assertThat(Deadline.atNanoTime(0)).isNotEqualTo(Deadline.NONE);
  }

  @Test
  void callSetsTheAmbientDeadlineForItsOperationOnly() {
    Deadline deadline = Deadline.after(HOUR);

    assertThat(Deadline.current()).isSameAs(Deadline.NONE);
    Deadline inside = deadline.call(Deadline::current);
    assertThat(inside).isSameAs(deadline);
    assertThat(Deadline.current()).isSameAs(Deadline.NONE);
  }

  @Test
  void innerCallShortensButNeverExtends() {
    Deadline near = Deadline.after(HOUR);
    Deadline far = Deadline.after(HOUR.multipliedBy(2));

    Deadline extended = near.call(() -> far.call(Deadline::current));
    Deadline shortened = far.call(() -> near.call(Deadline::current));
    Deadline unlimited = near.call(() -> Deadline.NONE.call(Deadline::current));

    assertThat(extended).isSameAs(near);
    assertThat(shortened).isSameAs(near);
    assertThat(unlimited).isSameAs(near);
  }

  @Test
  void callHandsOnWhatItsOperationThrows() {
    var failure = new IOException("planted");

    assertThatThrownBy(
            () ->
                Deadline.after(HOUR)
                    .call(
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
    assertThat(Deadline.current()).isSameAs(Deadline.NONE);
  }

  @Test
  void runIsCallWithoutResult() {
    var inside = new AtomicReference<Deadline>();
    Deadline near = Deadline.after(HOUR);

    near.run(() -> Deadline.NONE.run(() -> inside.set(Deadline.current())));

    assertThat(inside).hasValue(near);
  }

  @Test
  void forksOfStructuredTaskScopeInheritIt() throws Exception {
    Deadline deadline = Deadline.after(HOUR);

    Object inherited = deadline.call(() -> forked(Deadline::current));

    assertThat(inherited).isSameAs(deadline);
  }

  /** By reflection, for the class is a preview of Java 25. */
  private static Object forked(Callable<?> task) throws ReflectiveOperationException {
    Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
    Class<?> subtaskType = Class.forName("java.util.concurrent.StructuredTaskScope$Subtask");
    Object scope = type.getMethod("open").invoke(null);
    try {
      Object subtask = type.getMethod("fork", Callable.class).invoke(scope, task);
      type.getMethod("join").invoke(scope);
      return subtaskType.getMethod("get").invoke(subtask);
    } catch (InvocationTargetException failure) {
      throw new AssertionError(failure.getCause());
    } finally {
      type.getMethod("close").invoke(scope);
    }
  }
}
