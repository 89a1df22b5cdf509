// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.packetloom.Packetloom;
import org.packetloom.Pair;
import org.packetloom.StreamConnector;
import org.packetloom.platform.Transfer;
import org.packetloom.suite.Await;
import org.packetloom.suite.Task;

/**
 * Two ends that have exchanged so many small messages that a ring receives on and on for the near
 * one; with other pollers, that have exchanged some.
 *
 * @param loom on engine {@code loop}
 * @param pair connected by TCP
 */
record Talkers(Packetloom loom, Pair pair) implements AutoCloseable {
  private static final int TALKS = 20;

  static Talkers open(Packetloom loom) throws IOException {
    Talkers talkers = new Talkers(loom, loom.pair("tcp4://127.0.0.1:0"));
    talkers.talk();
    return talkers;
  }

  StreamConnector near() {
    return pair.first();
  }

  StreamConnector far() {
    return pair.second();
  }

  /** That of the near end. */
  Transfer transfer() {
    return ((DescriptorStream) near()).handle().transfer();
  }

  /** Whether bytes may be held at all. */
  boolean isUring() {
    return loom.probe().poller().equals("io_uring");
  }

  <T> Task<T> onLoop(Callable<T> call) {
    return Task.start(loom.threadFactory(), call);
  }

  private void talk() {
    boolean isUring = isUring();
    Task<Integer> echo =
        onLoop(
            () -> {
              int all = 0;
              int value;
              do {
                value = ToolkitTest.readByte(far());
                ToolkitTest.writeByte(far(), value);
                all++;
              } while (value != 0);
              return all;
            });
    Task<Void> talk =
        onLoop(
            () -> {
              int round = 0;
              while (isUring ? !transfer().isReadingBeforehand() : round < TALKS) {
                assertThat(++round).isLessThan(100_000);
                ToolkitTest.writeByte(near(), 1);
                assertThat(ToolkitTest.readByte(near())).isOne();
              }
              ToolkitTest.writeByte(near(), 0);
              assertThat(ToolkitTest.readByte(near())).isZero();
              return null;
            });
    talk.result();
    echo.result();
  }

  /** Sends bytes that nobody reads, and waits until they are there. */
  void hold(byte[] bytes) throws IOException {
    boolean isUring = isUring();
    int before = isUring ? transfer().held() : available();
    far().write(bytes);
    Await.until(
        "bytes are there",
        () -> (isUring ? transfer().held() : available()) == before + bytes.length);
  }

  /** How many bytes the near end says that there are. */
  int available() {
    try {
      return near().inputStream().available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    pair.close();
  }
}
