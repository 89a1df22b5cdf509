// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.packetloom.NativeFailure;
import org.packetloom.Packetloom;
import org.packetloom.ResourceExhaustedException;
import org.packetloom.suite.OpenDescriptors;

/**
 * Whatever call of the system fails while something is opened: a typed failure, and no leavings.
 */
class OpeningFailureTest extends ToolkitTest {
  /** More calls than any opening makes. */
  private static final int ENOUGH = 40;

  private final FailingPlatform platform = new FailingPlatform();
  private final Silence silence = new Silence();

  @TempDir Path folder;

  @AfterEach
  void speakAgain() {
    silence.close();
  }

  /** What is opened, and closed again if nothing fails. */
  private enum Opened {
    TCP_LISTENER {
      @Override
      void open(Packetloom loom, Path folder) throws IOException {
        loom.listen("tcp://localhost:0?receive-buffer=5000").close();
      }
    },
    TCP_STREAM {
      @Override
      void open(Packetloom loom, Path folder) throws IOException {
        loom.pair("tcp4://127.0.0.1:0?nodelay=no").close();
      }
    },
    LOCAL_LISTENER {
      @Override
      void open(Packetloom loom, Path folder) throws IOException {
        loom.connector("local://" + folder.resolve("s"))
            .option(StandardSocketOptions.SO_SNDBUF, 5000)
            .listen()
            .close();
      }
    },
    LOCAL_STREAM {
      @Override
      void open(Packetloom loom, Path folder) throws IOException {
        try (var listener = loom.listen("local://" + folder.resolve("s"));
            var stream = loom.connect(listener.uri());
            var accepted = listener.accept()) {
          assertThat(stream.isOpen() && accepted.isOpen()).isTrue();
        }
      }
    },
    LOCAL_PAIR {
      @Override
      void open(Packetloom loom, Path folder) throws IOException {
        loom.pair("local://?send-buffer=5000").close();
      }
    },
    LOCAL_LOOP {
      @Override
      void open(Packetloom loom, Path folder) throws IOException {
        loom.connect("local://").close();
      }
    },
    PIPES {
      @Override
      void open(Packetloom loom, Path folder) throws IOException {
        loom.pair("anon://").close();
      }
    };

    abstract void open(Packetloom loom, Path folder) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void whateverCallFailsNothingIsLeft(Opened what) throws IOException {
    try (Packetloom loom = new LoomBuilder().open(platform)) {
      what.open(loom, folder);
      int before = OpenDescriptors.count();
      int number = 1;
      while (hasFailed(what, loom, number)) {
        assertThat(loom.dump()).as("open after failure %d", number).doesNotContain("://");
        assertThat(folder).isEmptyDirectory();
        assertNoneLost(before);
        number++;
      }
      assertThat(number).as("calls that could fail").isBetween(2, ENOUGH);
    }
  }

  /** Whether a call failed, in which case the opening did. */
  private boolean hasFailed(Opened what, Packetloom loom, int number) {
    platform.failAt(number);
    Throwable thrown = null;
    try {
      what.open(loom, folder);
    } catch (Throwable e) {
      thrown = e;
    }
    if (!platform.stop()) {
      assertThat(thrown).isNull();
      return false;
    }
    if (thrown instanceof IllegalStateException attaching) {
      assertThat(attaching).hasMessage(FailingPlatform.REASON);
    } else {
      assertThat(thrown)
          .isInstanceOfSatisfying(
              NativeFailure.class, f -> assertThat(f.errorName()).isEqualTo("ENOBUFS"));
    }
    return true;
  }

  @ParameterizedTest
  @CsvSource({"virtual,epoll", "virtual,poll", "thread,epoll", "virtual,io_uring"})
  void aToolkitThatCannotBeOpenedLeavesNothing(String engine, String poller) throws IOException {
    builder(engine, poller).open(platform).close();
    long threads = ownThreads();
    int before = OpenDescriptors.count();
    LoomBuilder builder = builder(engine, poller);
    builder.pollers(3);
    int number = 0;
    boolean hasFailed = true;
    while (hasFailed) {
      platform.failAt(++number);
      try {
        builder.open(platform).close();
      } catch (IOException | IllegalStateException e) {
        assertThat(e).hasMessageContaining(FailingPlatform.REASON);
      }
      hasFailed = platform.stop();
      assertThat(OpenDescriptors.count()).as("failure %d", number).isLessThanOrEqualTo(before);
      assertThat(ownThreads()).as("failure %d", number).isEqualTo(threads);
    }
    assertThat(number).isGreaterThan(3);
  }

  private static long ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("packetloom-"))
        .count();
  }

  @Test
  void anAcceptThatRanOutOfDescriptorsFailsAndTheNextWorks() throws Exception {
    try (Packetloom loom = new LoomBuilder().open(platform);
        var listener = loom.listen("tcp4://127.0.0.1:0");
        var stream = loom.connect(listener.uri())) {
      platform.failAt(1);
      var failed = start(listener::accept);
      failed.assertFailure().isInstanceOf(ResourceExhaustedException.class);
      assertRoundTrip(stream, start(listener::accept).result());
    }
  }
}
