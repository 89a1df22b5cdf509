// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.packetloom.Deadline;
import org.packetloom.InterruptPolicy;

/** A hundred threads call everything at once; afterwards the stream still works. */
public interface StreamMixed extends StreamRow {
  @Test
  default void aHundredThreadsMayMixAllMethods() throws Exception {
    assumeHas(Feature.DEADLINES);
    assumeHas(Feature.TIMEOUTS);
    try (var ends = open()) {
      var echo =
          start(
              () -> {
                ends.far().inputStream().transferTo(ends.far().outputStream());
                return null;
              });
      StreamEnd end = ends.near();
      setDeadlines(end, Deadline.after(Duration.ofMillis(10)));
      List<Task<Void>> threads = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Random random = new Random(Seed.VALUE + i);
        threads.add(startAction(() -> callEverything(end, random)));
      }
      threads.forEach(Task::result);
      end.readTimeout(Duration.ZERO);
      end.writeTimeout(Duration.ZERO);
      setDeadlines(end, Deadline.NONE);
      synchronize(end);
      end.write(new byte[] {1, 2, 3});
      byte[] received = new byte[3];
      end.readFully(ByteBuffer.wrap(received));
      assertThat(received).containsExactly(1, 2, 3);
      end.close();
      echo.awaitEnd();
    }
  }

  private static void setDeadlines(StreamEnd end, Deadline deadline) {
    end.readDeadline(deadline);
    end.writeDeadline(deadline);
  }

  /** Calls every method once, in random order; nothing but a timeout may come of it. */
  private static void callEverything(StreamEnd end, Random random) throws Exception {
    Duration soon = Duration.ofMillis(10);
    List<Task.Action> calls =
        new ArrayList<>(
            List.of(
                () -> end.read(ByteBuffer.allocate(1024)),
                () -> end.read(new ByteBuffer[] {ByteBuffer.allocate(10), ByteBuffer.allocate(10)}),
                () -> end.readFully(ByteBuffer.allocateDirect(100)),
                () -> end.write(ByteBuffer.allocate(1024)),
                () -> end.write(new byte[100_000], 0, 100_000),
                () -> end.write(new ByteBuffer[] {ByteBuffer.allocate(9), ByteBuffer.allocate(9)}),
                () -> end.tryRead(ByteBuffer.allocate(100)),
                () -> end.tryWrite(ByteBuffer.allocate(100)),
                () -> setDeadlines(end, Deadline.after(soon)),
                () -> end.readDeadline(Deadline.after(Duration.ZERO)),
                () -> end.writeDeadline(Deadline.after(Duration.ZERO)),
                () -> end.readTimeout(soon),
                () -> end.writeTimeout(soon),
                () -> end.interruptPolicy(InterruptPolicy.KEEP_OPEN),
                () -> end.inputStream().available(),
                end::localAddress,
                end::peerAddress,
                end::readAnOption,
                end::toString));
    Collections.shuffle(calls, random);
    for (Task.Action call : calls) {
      try {
        call.run();
      } catch (IOException e) {
        assertThat(e).isInstanceOf(end.type(Failure.TIMED_OUT));
      }
    }
  }

  /** Sends a mark, and reads all that is before it. */
  private void synchronize(StreamEnd end) throws IOException {
    var mark = startAction(() -> end.writeByte(-1));
    byte[] bytes = new byte[1 << 16];
    int count;
    do {
      count = end.read(bytes, 0, bytes.length);
    } while (bytes[count - 1] != -1);
    mark.result();
  }
}
