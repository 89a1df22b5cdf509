// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers of this very process: USR1, which would end it while nobody has taken it. */
class JvmSignalsTest {
  private static final SuspensionSignal SUSPENSION = new SuspensionSignal(12, 12, 64, 40);

  /** Two of them stand for us and for somebody else. */
  private final JvmSignals ours = JvmSignals.of(SUSPENSION, "");

  private final JvmSignals theirs = JvmSignals.of(SUSPENSION, "");
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void checkSignals() {
    assumeTrue(ours.refusal(SignalKind.USR1).isEmpty(), "SIGNALS");
  }

  private static void killSelf() throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-USR1", pid).start().waitFor()).isZero();
  }

  private String next() throws InterruptedException {
    return told.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void earlierHandlerIsBackAfterwards() throws Exception {
    Runnable theirEnd = theirs.take(SignalKind.USR1, () -> told.add("theirs"));
    try {
      Runnable ourEnd = ours.take(SignalKind.USR1, () -> told.add("ours"));
      killSelf();
      assertThat(next()).isEqualTo("ours");
      ourEnd.run();
      killSelf();
      assertThat(next()).isEqualTo("theirs");
    } finally {
      theirEnd.run();
    }
  }

  @Test
  void handlerThatCameLaterStays() throws Exception {
    Runnable ourEnd = ours.take(SignalKind.USR1, () -> told.add("ours"));
    Runnable theirEnd = theirs.take(SignalKind.USR1, () -> told.add("theirs"));
    try {
      ourEnd.run();
      killSelf();
      assertThat(next()).isEqualTo("theirs");
    } finally {
      theirEnd.run(); // puts ours back, as it came earlier
      ourEnd.run();
    }
  }
}
