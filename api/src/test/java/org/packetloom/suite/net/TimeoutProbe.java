// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.packetloom.suite.Task;

/**
 * What connection pools and drivers do to learn whether a connection is alive: the timeout is set
 * to a millisecond, one read is tried, the timeout is restored. Meanwhile the peer sends at any
 * moment, bytes that the reader knows beforehand: none may be lost, none may come twice.
 */
public final class TimeoutProbe {
  private static final int MOST_PAUSE_NANOS = 2_500_000;
  private static final int MOST_BYTES = 40;

  private final SocketEnds ends;
  private final int tries;
  private final Random random;
  private final Random pauses;
  private final Random expected;
  private final Random sent;
  private final AtomicBoolean isDone = new AtomicBoolean();

  /** How many bytes were read, and how many reads timed out; written by the reader only. */
  private long received;

  private long timeouts;

  /** How many bytes were sent; written by the writer only. */
  private long written;

  private TimeoutProbe(SocketEnds ends, int tries, long seed) {
    this.ends = ends;
    this.tries = tries;
    this.random = new Random(seed);
    this.pauses = new Random(seed + 2);
    this.expected = new Random(seed + 1);
    this.sent = new Random(seed + 1);
  }

  /**
   * Probes many connections at once.
   *
   * @param tries how often in all
   * @return how many of them timed out
   */
  public static long run(SocketRow row, int connections, int tries, long seed) throws IOException {
    List<TimeoutProbe> probes = new ArrayList<>();
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      TimeoutProbe probe = new TimeoutProbe(row.open(), tries / connections, seed + 31L * i);
      probes.add(probe);
      tasks.add(row.startAction(probe::write));
      tasks.add(row.startAction(probe::read));
    }
    long timeouts = 0;
    for (Task<Void> task : tasks) {
      awaitLong(task);
    }
    for (TimeoutProbe probe : probes) {
      assertThat(probe.received).isEqualTo(probe.written);
      timeouts += probe.timeouts;
      probe.ends.close();
    }
    return timeouts;
  }

  /** A million tries take longer than any test. */
  private static void awaitLong(Task<Void> task) {
    boolean wasInterrupted = false;
    while (true) {
      try {
        task.thread().join();
        break;
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    task.result();
  }

  private void write() throws IOException {
    OutputStream output = ends.far().getOutputStream();
    while (!isDone.get()) {
      byte[] block = new byte[1 + pauses.nextInt(MOST_BYTES)];
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) sent.nextInt();
      }
      output.write(block);
      written += block.length;
      LockSupport.parkNanos(pauses.nextInt(MOST_PAUSE_NANOS));
    }
    ends.far().shutdownOutput();
  }

  private void read() throws IOException {
    try {
      Socket socket = ends.near();
      InputStream input = socket.getInputStream();
      for (int i = 0; i < tries; i++) {
        probe(socket, input);
        if (i % 50 == 0) { // what the application itself reads, and waits for
          take(input, new byte[1]);
        }
      }
    } finally {
      isDone.set(true);
    }
    byte[] rest = new byte[1000];
    while (take(ends.input(), rest)) {
      // until the end
    }
  }

  private void probe(Socket socket, InputStream input) throws IOException {
    int restored = socket.getSoTimeout();
    socket.setSoTimeout(1);
    try {
      take(input, new byte[1 + random.nextInt(3 * MOST_BYTES)]);
    } catch (SocketTimeoutException nothingThere) {
      timeouts++;
    } finally {
      socket.setSoTimeout(restored);
    }
  }

  /** Reads once, and checks every byte; tells whether there was any. */
  private boolean take(InputStream input, byte[] block) throws IOException {
    int count = input.read(block);
    for (int i = 0; i < count; i++) {
      assertThat(block[i]).as("byte %d", received).isEqualTo((byte) expected.nextInt());
      received++;
    }
    return count > 0;
  }
}
