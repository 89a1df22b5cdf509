// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.packetloom.ConnectorInterruptedException;
import org.packetloom.ConnectorTimeoutException;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.suite.Await;
import org.packetloom.suite.Scale;
import org.packetloom.suite.Task;
import org.packetloom.suite.Watchdog;
import org.packetloom.tls.Tls;

/** What a torn write left goes on its way, and whoever writes next waits for that alone. */
@ExtendWith(Watchdog.class)
class TlsTornWriteTest {
  private static final int MORE_THAN_BUFFERS = 8 << 20;

  private final Tls server = Tls.server(Keys.store(), Keys.PASSWORD);
  private final Tls client;

  TlsTornWriteTest() throws Exception {
    client = Tls.client().trust(Keys.trusted(Keys.store())).peer("localhost", 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "virtual", "thread"})
  void theNextWriterDoesNotGoInCirclesWithWhoSendsWhatIsLeft(String engine) throws Exception {
    try (Packetloom loom = Packetloom.builder().engine(engine).open()) {
      for (int i = 0; i < Scale.rounds(5); i++) {
        try (TlsPair pair = TlsPair.over(loom, loom.pair("tcp4://127.0.0.1:0"), client, server)) {
          long left = tear(loom.threadFactory(), pair.client());
          Task<Long> reader = Task.start(loom.threadFactory(), () -> drain(pair.server()));
          assertThat(pair.client().write(new byte[3])).isEqualTo(3);
          pair.client().shutdownOutput();
          assertThat(reader.result()).isEqualTo(left + 3);
        }
      }
    }
  }

  @Test
  void oneThreadAtMostWaitsAtTheTransportForRoom() throws Exception {
    try (Packetloom loom = Packetloom.open()) {
      Pair transports = loom.pair("local://");
      AtomicInteger waiting = new AtomicInteger();
      Pair counted = new Pair(counting(transports.first(), waiting), transports.second());
      try (TlsPair pair = TlsPair.over(loom, counted, client, server)) {
        long left = tear(loom.threadFactory(), pair.client());
        Await.until("the thread beside waits", () -> waiting.get() == 1);
        Task<Integer> writer =
            Task.start(loom.threadFactory(), () -> pair.client().write(new byte[3])).awaitParked();
        assertThat(waiting).as("threads that wait at the transport").hasValue(1);
        writer.interrupt();
        assertThat(writer.failure()).isInstanceOf(ConnectorInterruptedException.class);
        Task<Integer> late =
            Task.start(loom.threadFactory(), () -> pair.client().write(new byte[3])).awaitParked();
        pair.client().writeDeadline(Deadline.after(Duration.ZERO));
        assertThat(late.failure()).isInstanceOf(ConnectorTimeoutException.class);
        pair.client().writeDeadline(Deadline.NONE);
        Task<Long> reader = Task.start(loom.threadFactory(), () -> drain(pair.server()));
        assertThat(pair.client().write(new byte[3])).isEqualTo(3);
        pair.client().shutdownOutput();
        assertThat(reader.result()).isEqualTo(left + 3);
      }
    }
  }

  /** The same stream, which counts the calls that wait for room in it. */
  private static StreamConnector counting(StreamConnector stream, AtomicInteger waiting) {
    return (StreamConnector)
        Proxy.newProxyInstance(
            StreamConnector.class.getClassLoader(),
            new Class<?>[] {StreamConnector.class},
            (_, method, arguments) -> {
              boolean isWait = method.getName().equals("awaitWritable");
              waiting.addAndGet(isWait ? 1 : 0);
              try {
                return method.invoke(stream, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                waiting.addAndGet(isWait ? -1 : 0);
              }
            });
  }

  /** How much a write moved that ended early. */
  private static long tear(ThreadFactory threads, StreamConnector stream) {
    Task<Integer> writer =
        Task.start(threads, () -> stream.write(new byte[MORE_THAN_BUFFERS])).awaitParked();
    stream.writeDeadline(Deadline.after(Duration.ZERO));
    ConnectorTimeoutException torn = (ConnectorTimeoutException) writer.failure();
    stream.writeDeadline(Deadline.NONE);
    return torn.bytesMoved();
  }

  private static long drain(StreamConnector stream) throws Exception {
    byte[] bytes = new byte[1 << 16];
    long count = 0;
    for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes)) {
      count += n;
    }
    return count;
  }
}
